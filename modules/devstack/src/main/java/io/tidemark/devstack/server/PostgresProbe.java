package io.tidemark.devstack.server;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Says hello to Postgres. A server that takes clients answers with a request for authentication, one that is starting or recovering
 * with an error.
 *
 * <p>Source: PostgreSQL documentation, "Frontend/Backend Protocol", message StartupMessage.
 */
final class PostgresProbe {

    private static final int PROTOCOL_3_0 = 3 << 16;
    private static final int TIMEOUT_MILLIS = 2_000;

    private PostgresProbe() {}

    static boolean answers(int port, String user, String database) {
        try (Socket socket = new Socket()) {
            socket.connect(Ports.address(port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            byte[] startup = startup(user, database);
            DataOutputStream output = new DataOutputStream(socket.getOutputStream());
            output.writeInt(startup.length + Integer.BYTES);
            output.write(startup);
            output.flush();
            return new DataInputStream(socket.getInputStream()).readByte() == 'R';
        } catch (IOException e) {
            return false;
        }
    }

    private static byte[] startup(String user, String database) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream message = new DataOutputStream(bytes);
        message.writeInt(PROTOCOL_3_0);
        for (String text : new String[] {"user", user, "database", database}) {
            message.write(text.getBytes(StandardCharsets.UTF_8));
            message.writeByte(0);
        }
        message.writeByte(0);
        return bytes.toByteArray();
    }
}
