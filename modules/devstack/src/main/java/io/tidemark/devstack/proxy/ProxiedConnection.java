package io.tidemark.devstack.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.function.Consumer;

/** A client's connection and the one to the server that was opened for it; ends as a whole when either side ends. */
final class ProxiedConnection {

    private static final int PIECE_BYTES = 64 * 1024;

    private final Link link;
    private final Socket client;
    private final Socket server;
    private final Consumer<ProxiedConnection> onEnd;

    ProxiedConnection(Link link, Socket client, Socket server, Consumer<ProxiedConnection> onEnd) {
        this.link = link;
        this.client = client;
        this.server = server;
        this.onEnd = onEnd;
    }

    void start() {
        pump(client, server, "up");
        pump(server, client, "down");
    }

    private void pump(Socket from, Socket to, String direction) {
        startThread("proxy-" + direction + "-" + from.getPort(), () -> copy(from, to));
    }

    /** The proxy's threads do not keep the process alive. */
    static void startThread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void copy(Socket from, Socket to) {
        byte[] piece = new byte[PIECE_BYTES];
        try {
            InputStream input = from.getInputStream();
            for (int bytes = input.read(piece); bytes >= 0; bytes = input.read(piece)) {
                link.pass(bytes);
                to.getOutputStream().write(piece, 0, bytes);
            }
        } catch (IOException e) {
            // one side is gone: so is the connection
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            link.awaitFlow();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        end(false);
    }

    /** Ends both sides, with a reset if asked. */
    void end(boolean reset) {
        close(client, reset);
        close(server, reset);
        onEnd.accept(this);
    }

    static void close(Socket socket, boolean reset) {
        try {
            if (reset) {
                socket.setSoLinger(true, 0);
            }
            socket.close();
        } catch (IOException e) {
            // it is closed already
        }
    }
}
