package io.tidemark.lab.pipeline;

import io.tidemark.cli.run.Lifeline;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.settings.Setting;
import io.tidemark.settings.Settings;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One of the apps, run as a process of its own by this launcher. It ends when this process does. */
public final class AppProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final String command;
    private final Process process;
    private final Path log;

    private AppProcess(String command, Process process, Path log) {
        this.command = command;
        this.process = process;
        this.log = log;
    }

    /**
     * Starts {@code tidemark <command>}.
     *
     * @param command {@code capture} or {@code sink}
     * @param environment its settings; none that this process has get through besides
     * @param heapMegabytes the most heap it may use
     * @param log the file its output is appended to
     */
    public static AppProcess start(String command, Map<String, String> environment, int heapMegabytes, Path log) {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heapMegabytes + "m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                "io.tidemark.cli.Main",
                command));
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        Settings.removeFrom(builder.environment());
        // any port: several may run on a machine, beside one that has its own
        builder.environment().put(Setting.TIDEMARK_METRICS_PORT.name(), "0");
        builder.environment().putAll(environment);
        builder.environment()
                .put(Lifeline.VARIABLE, Long.toString(ProcessHandle.current().pid()));
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            return new AppProcess(command, builder.start(), log);
        } catch (IOException e) {
            throw new TidemarkException(Category.FATAL, "cannot start " + command + ": " + e.getMessage(), e);
        }
    }

    /**
     * Makes sure it runs.
     *
     * @throws TidemarkException FATAL when it has ended, with its last words
     */
    public void check() {
        if (!process.isAlive()) {
            throw new TidemarkException(
                    Category.FATAL,
                    command + " ended with " + process.exitValue() + ": " + lastWords() + " (log: " + log + ")");
        }
    }

    /** What it came to, if it has ended: its exit code and its last words. */
    public Optional<String> ended() {
        return process.isAlive()
                ? Optional.empty()
                : Optional.of(command + " ended with " + process.exitValue() + ": " + lastWords());
    }

    /** Ends it as a crash would (SIGKILL) and returns when it is gone. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Stops it in its tracks (SIGSTOP) until {@link #thaw}. */
    public void freeze() {
        signal("STOP");
    }

    /** Lets it go on where {@link #freeze} stopped it. */
    public void thaw() {
        signal("CONT");
    }

    private void signal(String signal) {
        try {
            new ProcessBuilder("sh", "-c", "kill -s " + signal + " " + process.pid() + " 2>/dev/null")
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new TidemarkException(
                    Category.FATAL, "cannot send " + signal + " to " + command + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String lastWords() {
        try (var lines = Files.lines(log)) {
            return lines.filter(line -> !line.isBlank()).reduce("no output", (earlier, later) -> later);
        } catch (IOException e) {
            return "no output";
        }
    }

    public long pid() {
        return process.pid();
    }

    /** Ends it in an orderly way, or else by force. */
    @Override
    public void close() {
        thaw();
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
