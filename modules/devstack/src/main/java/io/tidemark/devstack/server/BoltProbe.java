package io.tidemark.devstack.server;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;

/**
 * Offers Neo4j versions of the Bolt protocol; one that takes drivers picks one.
 *
 * <p>Source: Bolt protocol documentation, "Bolt Protocol handshake specification".
 */
final class BoltProbe {

    private static final int TIMEOUT_MILLIS = 2_000;
    private static final int MAGIC = 0x6060B017;
    private static final int[] OFFERS = {0x00080805, 0x00000404, 0, 0}; // 5.0 to 5.8, 4.4

    private BoltProbe() {}

    static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(Ports.address(port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            DataOutputStream output = new DataOutputStream(socket.getOutputStream());
            output.writeInt(MAGIC);
            for (int offer : OFFERS) {
                output.writeInt(offer);
            }
            output.flush();
            return new DataInputStream(socket.getInputStream()).readInt() != 0;
        } catch (IOException e) {
            return false;
        }
    }
}
