package io.tidemark.e2e.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.e2e.fixture.ChildCommand;
import io.tidemark.lab.pipeline.AppProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How an app ends: with the launcher that started it, and in an orderly way when it is asked to. Needs no servers: a capture waits for a database that is away. */
final class AppProcessIT {

    private static final Map<String, String> UNREACHABLE = Map.of(
            "DATABASE_URL", "postgres://nobody:nothing@127.0.0.1:1/none",
            "KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1",
            "SCHEMA_REGISTRY_URL", "http://127.0.0.1:1");

    /** The launcher that is killed: starts a capture, says its pid, and waits. */
    public static void main(String[] arguments) throws InterruptedException {
        AppProcess app = AppProcess.start("capture", UNREACHABLE, 64, Path.of(arguments[0]));
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

    @Test
    void a_capture_that_is_asked_to_end_says_so(@TempDir Path folder) throws Exception {
        Path log = folder.resolve("capture.log");
        Process capture = ChildCommand.start(log, UNREACHABLE, "capture");
        try {
            await("waiting for its database")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> Files.readString(log).contains("trying again"));
            capture.destroy();
            assertThat(capture.waitFor(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            capture.destroyForcibly();
        }
        assertThat(Files.readString(log).lines())
                .last()
                .asString()
                .matches("\\d{4}-\\d\\d-\\d\\dT\\S+ INFO  CaptureCommand: stopped");
    }
}
