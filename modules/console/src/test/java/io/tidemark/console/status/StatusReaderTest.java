package io.tidemark.console.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.events.KafkaSettings;
import io.tidemark.graphstore.GraphSettings;
import io.tidemark.postgres.DatabaseUrl;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class StatusReaderTest {

    /** Longer than a look waits, and shorter than the first one does. */
    private static final long SLOW_MILLIS = 3_500;

    @Test
    void the_first_look_waits_for_a_part_that_is_slow_to_begin_with() throws IOException {
        Executor later = CompletableFuture.delayedExecutor(SLOW_MILLIS, TimeUnit.MILLISECONDS);
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                StatusReader reader = new StatusReader(settings("bolt://127.0.0.1:" + silent.getLocalPort()))) {
            later.execute(() -> close(silent));
            assertThat(reasonOf(reader, PipelineStatus.Part.NEO4J))
                    .doesNotContain("does not answer")
                    .contains("cannot be reached");
        }
    }

    private static String reasonOf(StatusReader reader, PipelineStatus.Part part) {
        return reader.read().status().unknown().stream()
                .filter(unknown -> unknown.part() == part)
                .map(PipelineStatus.Unknown::reason)
                .findFirst()
                .orElse("");
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ConsoleSettings settings(String graph) {
        return new ConsoleSettings(
                DatabaseUrl.parse("postgres://app@127.0.0.1:1/none"),
                new GraphSettings(graph, "neo4j", "secret"),
                new KafkaSettings("127.0.0.1:1", Map.of()),
                "p",
                List.of(),
                null,
                null);
    }
}
