package io.tidemark.e2e.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.e2e.fixture.ChildCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The live demo, on servers of its own, as somebody sees it who plays with it. */
@Tag("slow")
final class DemoIT {

    private static final Duration DEADLINE = Duration.ofMinutes(2);

    @Test
    @Timeout(300)
    void it_catches_up_and_shows_an_app_that_was_killed(@TempDir Path folder) throws IOException {
        Path output = folder.resolve("demo.log");
        Process demo = ChildCommand.start(
                output,
                Map.of(),
                "demo",
                "--rate",
                "2",
                "--home",
                folder.resolve("home").toString());
        try {
            await("no row is behind")
                    .atMost(DEADLINE)
                    .until(() -> said(demo, output).matches("(?s).*rows written [1-9][0-9]+ .*\\| lag 0 changes.*"));
            ProcessHandle sink =
                    demo.children().filter(DemoIT::isSink).findFirst().orElseThrow();
            sink.destroyForcibly();
            await("red").atMost(DEADLINE).until(() -> said(demo, output).contains("sink ended with 137"));
            int shown = said(demo, output).length();
            await("goes on")
                    .atMost(DEADLINE)
                    .until(() -> said(demo, output).substring(shown).contains("running for"));
            assertThat(demo.isAlive()).isTrue();
        } finally {
            demo.destroy();
            demo.onExit().orTimeout(60, TimeUnit.SECONDS).join();
        }
    }

    private static boolean isSink(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"))
                    .endsWith("Main\0sink\0");
        } catch (IOException gone) {
            return false;
        }
    }

    private static String said(Process demo, Path output) throws IOException {
        assertThat(demo.isAlive()).as("it goes on").isTrue();
        return Files.readString(output);
    }
}
