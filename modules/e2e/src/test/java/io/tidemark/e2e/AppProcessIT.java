package io.tidemark.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.cli.run.AppProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Apps that a launcher started do not outlive it. Needs no servers: a capture waits for a database that is away. */
final class AppProcessIT {

    /** The launcher that is killed: starts a capture, says its pid, and waits. */
    public static void main(String[] arguments) throws InterruptedException {
        AppProcess app = AppProcess.start(
                "capture",
                Map.of(
                        "DATABASE_URL", "postgres://nobody:nothing@127.0.0.1:1/none",
                        "KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1",
                        "SCHEMA_REGISTRY_URL", "http://127.0.0.1:1"),
                64,
                Path.of(arguments[0]));
        System.out.println(app.pid());
        Thread.currentThread().join();
    }

    @Test
    void a_capture_ends_when_the_launcher_that_started_it_is_killed(@TempDir Path folder) throws IOException {
        Path log = folder.resolve("capture.log");
        Process launcher = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        AppProcessIT.class.getName(),
                        log.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = launcher.inputReader()) {
            ProcessHandle capture =
                    ProcessHandle.of(Long.parseLong(output.readLine())).orElseThrow();
            await("waiting for its database")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> Files.readString(log).contains("trying again"));
            assertThat(capture.isAlive()).isTrue();
            launcher.destroyForcibly();
            await().atMost(Duration.ofSeconds(20)).until(() -> !capture.isAlive());
        } finally {
            launcher.destroyForcibly();
        }
    }
}
