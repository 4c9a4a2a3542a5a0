package io.tidemark.devstack.proxy;

import io.tidemark.devstack.DevstackException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Listens on a port of 127.0.0.1 and hands every connection on to a server, over a link that can be made bad while it is
 * in use. Faults add up until {@link #heal}. A server that is away ends the client's connection. Thread-safe.
 */
public final class FaultProxy implements AutoCloseable {

    private static final int CONNECT_MILLIS = 5_000;

    private final InetSocketAddress server;
    private final ServerSocket listener;
    private final Link link = new Link();
    private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();

    private FaultProxy(InetSocketAddress server, ServerSocket listener) {
        this.server = server;
        this.listener = listener;
    }

    /**
     * Starts to listen on a free port.
     *
     * @param host the server's; it need not run yet
     * @throws DevstackException when no port can be had
     */
    public static FaultProxy to(String host, int port) {
        try {
            ServerSocket listener = new ServerSocket();
            listener.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0));
            FaultProxy proxy = new FaultProxy(new InetSocketAddress(host, port), listener);
            ProxiedConnection.startThread("proxy-accept-" + listener.getLocalPort(), proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new DevstackException("no proxy can listen on this machine: " + e.getMessage(), e);
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                ProxiedConnection.startThread("proxy-connect-" + client.getPort(), () -> connect(client));
            } catch (IOException e) {
                // closed, or a client that was gone again at once
            }
        }
    }

    private void connect(Socket client) {
        Socket toServer = new Socket();
        try {
            link.awaitFlow();
            if (link.isRefusing()) {
                ProxiedConnection.close(client, true);
                return;
            }
            toServer.connect(server, CONNECT_MILLIS);
            client.setTcpNoDelay(true);
            toServer.setTcpNoDelay(true);
            ProxiedConnection connection = new ProxiedConnection(link, client, toServer, connections::remove);
            connections.add(connection);
            connection.start();
        } catch (IOException e) {
            ProxiedConnection.close(client, true);
            ProxiedConnection.close(toServer, true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Where it listens. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Connections that are open now. */
    int connections() {
        return connections.size();
    }

    /** Resets every open connection; new ones are taken. */
    public void cut() {
        connections.forEach(connection -> connection.end(true));
    }

    /** Resets new connections until healed; open ones go on. */
    public void refuse() {
        link.refuse();
    }

    /** Hands nothing on until healed, not even the end of a connection, and closes nothing: a cable that was pulled. */
    public void blackHole() {
        link.stall();
    }

    /** Holds every piece (up to 64 KB, in each direction) back for so long. */
    public void delay(Duration delay) {
        link.delay(delay.toMillis());
    }

    /** Slows every direction of every connection down to this many bytes a second. */
    public void limit(long bytesPerSecond) {
        if (bytesPerSecond < 1) {
            throw new IllegalArgumentException("a link of " + bytesPerSecond + " bytes a second");
        }
        link.limit(bytesPerSecond);
    }

    /** Makes the link good again; what a black hole held back gets through. */
    public void heal() {
        link.heal();
    }

    /** Ends all connections and listens no more. */
    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            // it listens no more
        }
        link.heal();
        cut();
    }
}
