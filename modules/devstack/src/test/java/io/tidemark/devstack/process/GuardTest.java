package io.tidemark.devstack.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Guards {@code sleep} in the place of a server, with another {@code sleep} for the lifeline. */
final class GuardTest {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration WATCH_EVERY = Duration.ofMillis(100);

    @TempDir
    private Path folder = Path.of("");

    private @Nullable ProcessHandle server;

    @AfterEach
    void endServer() {
        if (server != null) {
            Processes.kill(server);
        }
    }

    @Test
    void server_ends_when_its_lifeline_is_killed() throws IOException {
        Process lifeline = sleep();
        ProcessHandle guarded = launch(ProcessMark.of(lifeline.toHandle()), List.of("sleep", "600"));
        assertThat(Processes.isAlive(guarded)).isTrue();
        lifeline.destroyForcibly();
        assertThat(Processes.awaitEnd(List.of(guarded), PATIENCE)).isTrue();
        assertThat(log()).contains("process " + lifeline.pid() + " is gone");
    }

    @Test
    void server_outlives_a_guard_without_lifeline() throws IOException {
        ProcessHandle guarded = launch(null, List.of("sleep", "600"));
        assertThat(Processes.awaitEnd(List.of(guarded), WATCH_EVERY.multipliedBy(5)))
                .isFalse();
    }

    @Test
    void server_ends_with_its_lifeline_though_its_guard_was_killed() throws IOException {
        Process lifeline = sleep();
        ProcessHandle guarded = launch(ProcessMark.of(lifeline.toHandle()), List.of("sleep", "600"));
        guarded.parent().orElseThrow().destroyForcibly();
        lifeline.destroyForcibly();
        assertThat(Processes.awaitEnd(List.of(guarded), PATIENCE)).isTrue();
    }

    @Test
    void the_signal_to_stop_is_the_one_asked_for() throws IOException {
        Process lifeline = sleep();
        Path script = Files.writeString(
                folder.resolve("server.sh"), "trap 'echo orderly; exit' USR1\nwhile :; do sleep 0.1; done\n");
        ProcessHandle guarded = launch(ProcessMark.of(lifeline.toHandle()), List.of("sh", script.toString()));
        lifeline.destroyForcibly();
        assertThat(Processes.awaitEnd(List.of(guarded), PATIENCE)).isTrue();
        assertThat(log()).contains("orderly");
    }

    @Test
    void a_killed_server_is_gone_at_once_and_its_end_is_in_the_log() throws IOException {
        ProcessHandle guarded = launch(null, List.of("sleep", "600"));
        ProcessHandle guard = guarded.parent().orElseThrow();
        Processes.kill(guarded);
        assertThat(Processes.isAlive(guarded)).isFalse();
        assertThat(Processes.awaitEnd(List.of(guard), PATIENCE)).isTrue();
        assertThat(log()).contains("ended with status 137");
    }

    private ProcessHandle launch(@Nullable ProcessMark lifeline, List<String> command) {
        Guard guard = new Guard(folder.resolve("guard.sh"), lifeline, WATCH_EVERY);
        ProcessHandle guarded = guard.launch(new Launch(command, Map.of()), "USR1", folder, logFile())
                .running()
                .orElseThrow();
        server = guarded;
        return guarded;
    }

    private static Process sleep() throws IOException {
        return new ProcessBuilder("sleep", "600").start();
    }

    private Path logFile() {
        return folder.resolve("server.log");
    }

    private String log() throws IOException {
        return Files.readString(logFile());
    }
}
