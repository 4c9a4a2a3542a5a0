package io.tidemark.devstack.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class FaultProxyTest {

    private static final int PATIENCE_MILLIS = 10_000;
    private static final int A_MOMENT_MILLIS = 300;

    @SuppressWarnings("NullAway.Init")
    private EchoServer server;

    @SuppressWarnings("NullAway.Init")
    private FaultProxy proxy;

    @BeforeEach
    void start() throws IOException {
        server = new EchoServer();
        proxy = FaultProxy.to("127.0.0.1", server.port());
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        server.close();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private static void send(Socket socket, int letter) throws IOException {
        socket.getOutputStream().write(letter);
    }

    private static void assertEchoes(Socket socket, int letter) throws IOException {
        send(socket, letter);
        assertThat(socket.getInputStream().read()).isEqualTo(letter);
    }

    private static void assertSilent(Socket socket) throws IOException {
        socket.setSoTimeout(A_MOMENT_MILLIS);
        assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    private static void assertEnded(Socket socket) {
        try {
            assertThat(socket.getInputStream().read()).isNegative();
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("reset");
        }
    }

    @Test
    void a_healthy_link_hands_everything_on() throws IOException {
        try (Socket socket = connect()) {
            byte[] much = new byte[200_000];
            much[199_999] = 7;
            Thread sender = new Thread(() -> {
                try {
                    socket.getOutputStream().write(much);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            sender.start();
            assertThat(socket.getInputStream().readNBytes(much.length)).isEqualTo(much);
        }
    }

    @Test
    void a_cut_ends_open_connections_and_takes_new_ones() throws IOException {
        try (Socket before = connect()) {
            assertEchoes(before, 'a');
            proxy.cut();
            assertEnded(before);
            assertThat(proxy.connections()).isZero();
        }
        try (Socket after = connect()) {
            assertEchoes(after, 'b');
        }
    }

    @Test
    void refusing_spares_open_connections_until_healed() throws IOException {
        try (Socket open = connect()) {
            assertEchoes(open, 'a');
            proxy.refuse();
            try (Socket refused = connect()) {
                assertEnded(refused);
            }
            assertEchoes(open, 'b');
            proxy.heal();
            try (Socket again = connect()) {
                assertEchoes(again, 'c');
            }
        }
    }

    @Test
    void a_black_hole_holds_back_and_lets_through_when_healed() throws IOException {
        try (Socket socket = connect()) {
            assertEchoes(socket, 'a');
            proxy.blackHole();
            send(socket, 'b');
            assertSilent(socket);
            proxy.heal();
            assertThat(socket.getInputStream().read()).isEqualTo('b');
        }
    }

    @Test
    void not_even_the_end_of_a_server_gets_out_of_a_black_hole() throws IOException {
        try (Socket socket = connect()) {
            assertEchoes(socket, 'a');
            proxy.blackHole();
            socket.shutdownOutput(); // the echo would end the connection
            assertSilent(socket);
            proxy.heal();
            assertEnded(socket);
        }
    }

    @Test
    void a_delay_holds_every_piece_back_both_ways() throws IOException {
        try (Socket socket = connect()) {
            assertEchoes(socket, 'a');
            proxy.delay(Duration.ofMillis(150));
            long begun = System.nanoTime();
            assertEchoes(socket, 'b');
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
        }
    }

    @Test
    void a_limit_slows_down() throws IOException {
        try (Socket socket = connect()) {
            proxy.limit(50_000);
            long begun = System.nanoTime();
            socket.getOutputStream().write(new byte[20_000]);
            assertThat(socket.getInputStream().readNBytes(20_000)).hasSize(20_000);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Duration.ofMillis(400));
        }
    }

    @Test
    void a_server_that_is_unreachable_ends_the_connection() throws IOException {
        // bound and not listening: it refuses, and no other process can listen there
        try (Socket unreachable = new Socket()) {
            unreachable.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            proxy.close();
            proxy = FaultProxy.to("127.0.0.1", unreachable.getLocalPort());
            try (Socket socket = connect()) {
                assertEnded(socket);
            }
        }
    }
}
