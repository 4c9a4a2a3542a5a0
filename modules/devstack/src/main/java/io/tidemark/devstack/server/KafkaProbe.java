package io.tidemark.devstack.server;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;

/**
 * Asks Kafka for its cluster. A broker takes connections before the controller lets it serve; it is ready when it finds itself in the
 * list.
 *
 * <p>Source: Kafka protocol guide, DescribeCluster request and response version 0, request header 2, response header 1.
 */
final class KafkaProbe {

    private static final int TIMEOUT_MILLIS = 2_000;
    private static final int DESCRIBE_CLUSTER = 60;
    private static final int NO_TAGS = 0;

    private KafkaProbe() {}

    static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(Ports.address(port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            ask(new DataOutputStream(socket.getOutputStream()));
            return countBrokers(new DataInputStream(socket.getInputStream())) > 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static void ask(DataOutputStream request) throws IOException {
        request.writeInt(13); // bytes that follow
        request.writeShort(DESCRIBE_CLUSTER);
        request.writeShort(0); // version
        request.writeInt(1); // correlation id
        request.writeShort(-1); // no client id
        request.writeByte(NO_TAGS);
        request.writeBoolean(false); // authorized operations: not wanted
        request.writeByte(NO_TAGS);
        request.flush();
    }

    private static int countBrokers(DataInputStream response) throws IOException {
        response.readInt(); // size
        response.readInt(); // correlation id
        response.readByte(); // tags of the header
        response.readInt(); // throttle time
        if (response.readShort() != 0) {
            return 0;
        }
        skipString(response); // error message
        skipString(response); // cluster id
        response.readInt(); // controller
        return readLengthPlusOne(response) - 1;
    }

    private static void skipString(DataInputStream response) throws IOException {
        response.skipNBytes(Math.max(0, readLengthPlusOne(response) - 1));
    }

    // An unsigned varint; those read here fit one byte or two.
    private static int readLengthPlusOne(DataInputStream response) throws IOException {
        int low = response.readUnsignedByte();
        return (low & 0x80) == 0 ? low : (low & 0x7f) | response.readUnsignedByte() << 7;
    }
}
