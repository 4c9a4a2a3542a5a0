package io.tidemark.console.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.concurrent.DaemonThreads;
import io.tidemark.events.KafkaSettings;
import io.tidemark.graphstore.GraphSettings;
import io.tidemark.postgres.DatabaseUrl;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class StatusReaderTest {

    /** Longer than two later reads wait, and shorter than the first one does. */
    private static final long SLOW_MILLIS = 800;

    private static final StatusReader.Patience PATIENCE =
            new StatusReader.Patience(Duration.ofSeconds(12), Duration.ofMillis(300), Duration.ofMillis(300));

    @Test
    void the_first_read_waits_for_a_part_that_is_slow_to_begin_with() throws IOException {
        Executor later = CompletableFuture.delayedExecutor(SLOW_MILLIS, TimeUnit.MILLISECONDS);
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                StatusReader reader =
                        new StatusReader(settings(1, "bolt://127.0.0.1:" + silent.getLocalPort()), PATIENCE)) {
            later.execute(() -> close(silent));
            assertThat(reasonOf(reader, PipelineStatus.Part.NEO4J))
                    .doesNotContain("does not answer")
                    .contains("cannot be reached");
        }
    }

    @Test
    void a_client_that_ran_out_of_its_own_time_at_the_first_read_is_tried_once_more() throws IOException {
        try (ServerSocket postgres = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                StatusReader reader =
                        new StatusReader(settings(postgres.getLocalPort(), "bolt://127.0.0.1:1"), PATIENCE)) {
            CompletableFuture<Socket> kept = new CompletableFuture<>();
            DaemonThreads.named("postgres", () -> answerNothingThenRefuse(postgres, kept))
                    .start();
            assertThat(reasonOf(reader, PipelineStatus.Part.POSTGRES))
                    .contains("cannot be reached")
                    .doesNotContain("timed out");
            kept.join().close();
        }
    }

    @Test
    void the_second_try_has_the_time_that_the_first_read_left() throws IOException {
        try (ServerSocket postgres = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                StatusReader reader = new StatusReader(
                        settings(postgres.getLocalPort(), "bolt://127.0.0.1:1", "sslmode=disable"), PATIENCE)) {
            DaemonThreads.named("postgres", () -> refuseThenBeSlow(postgres)).start();
            assertThat(reasonOf(reader, PipelineStatus.Part.POSTGRES))
                    .contains("cannot be reached")
                    .doesNotContain("does not answer");
        }
    }

    private static void refuseThenBeSlow(ServerSocket server) {
        Executor later = CompletableFuture.delayedExecutor(SLOW_MILLIS, TimeUnit.MILLISECONDS);
        try {
            server.accept().close();
            while (!server.isClosed()) {
                Socket slow = server.accept();
                later.execute(() -> close(slow));
            }
        } catch (IOException e) {
            // the test has ended
        }
    }

    private static void answerNothingThenRefuse(ServerSocket server, CompletableFuture<Socket> kept) {
        try {
            kept.complete(server.accept());
            while (!server.isClosed()) {
                server.accept().close();
            }
        } catch (IOException e) {
            kept.completeExceptionally(e);
        }
    }

    private static String reasonOf(StatusReader reader, PipelineStatus.Part part) {
        return reader.read().status().unknown().stream()
                .filter(unknown -> unknown.part() == part)
                .map(PipelineStatus.Unknown::reason)
                .findFirst()
                .orElse("");
    }

    private static void close(Closeable socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Without Kafka, whose client would wait for a broker for seconds. */
    private static ConsoleSettings settings(int postgres, String graph) {
        return settings(postgres, graph, "loginTimeout=0.5&connectTimeout=1&socketTimeout=1");
    }

    private static ConsoleSettings settings(int postgres, String graph, String options) {
        return new ConsoleSettings(
                DatabaseUrl.parse("postgres://app@127.0.0.1:" + postgres + "/none?" + options),
                new GraphSettings(graph, "neo4j", "secret"),
                new KafkaSettings("127.0.0.1:1", Map.of("security.protocol", "none")),
                "p",
                null,
                null,
                null);
    }
}
