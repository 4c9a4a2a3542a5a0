package io.tidemark.devstack.server;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.HashSet;
import java.util.Set;

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

    /** Whether something listens there. */
    static boolean accepts(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(Ports.address(port), TIMEOUT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether the broker of that number is in the list that it gives. */
    static boolean answers(int port, int nodeId) {
        try (Socket socket = new Socket()) {
            socket.connect(Ports.address(port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            ask(new DataOutputStream(socket.getOutputStream()));
            return brokers(new DataInputStream(socket.getInputStream())).contains(nodeId);
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

    private static Set<Integer> brokers(DataInputStream response) throws IOException {
        response.readInt(); // size
        response.readInt(); // correlation id
        response.readByte(); // tags of the header
        response.readInt(); // throttle time
        if (response.readShort() != 0) {
            return Set.of();
        }
        skipString(response); // error message
        skipString(response); // cluster id
        response.readInt(); // controller
        Set<Integer> brokers = new HashSet<>();
        for (int left = readLengthPlusOne(response) - 1; left > 0; left--) {
            brokers.add(response.readInt());
            skipString(response); // host
            response.readInt(); // port
            skipString(response); // rack
            response.readByte(); // tags
        }
        return brokers;
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
