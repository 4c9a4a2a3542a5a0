package io.tidemark.devstack.process;

import io.tidemark.devstack.DevstackException;
import io.tidemark.devstack.FileFailure;
import io.tidemark.devstack.Resources;
import io.tidemark.devstack.Waiting;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Starts servers under {@code guard.sh}, which ends them when the lifeline dies. The guard is a process of its own, because a JVM that
 * is killed cannot clean up.
 */
public final class Guard {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration WATCH_EVERY = Duration.ofSeconds(1);
    private static final Duration GRACE = Duration.ofSeconds(20);

    private final Path script;
    private final @Nullable ProcessMark lifeline;
    private final Duration watchEvery;

    public Guard(Path script, @Nullable ProcessMark lifeline) {
        this(script, lifeline, WATCH_EVERY);
    }

    Guard(Path script, @Nullable ProcessMark lifeline, Duration watchEvery) {
        this.script = script;
        this.lifeline = lifeline;
        this.watchEvery = watchEvery;
    }

    /**
     * Starts a command and returns its process, not the guard's. Both write to the log.
     *
     * @param folder where the guard keeps the pid; also the working directory
     */
    public ProcessMark launch(Launch launch, String stopSignal, Path folder, Path log) {
        Path pidFile = folder.resolve("pid");
        try {
            Resources.copy("guard.sh", script);
            Files.deleteIfExists(pidFile);
            ProcessBuilder builder = new ProcessBuilder(guarded(launch, stopSignal, pidFile))
                    .directory(folder.toFile())
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            Map<String, String> environment = builder.environment();
            environment.putAll(launch.environment());
            return served(builder.start(), pidFile, launch, log);
        } catch (IOException e) {
            throw FileFailure.at(folder, e);
        }
    }

    private static ProcessMark served(Process guard, Path pidFile, Launch launch, Path log) throws IOException {
        Waiting waiting = Waiting.upTo(PATIENCE);
        while (!Files.exists(pidFile)) {
            if (!guard.isAlive() || !waiting.pause()) {
                guard.destroyForcibly();
                throw new DevstackException("cannot start " + launch.command().get(0) + ": see " + log);
            }
        }
        long pid = Long.parseLong(Files.readString(pidFile).trim());
        // A process that is gone already keeps its pid with no start time; whoever waits for it will find it dead.
        return ProcessHandle.of(pid).map(ProcessMark::of).orElse(new ProcessMark(pid, 0));
    }

    private List<String> guarded(Launch launch, String stopSignal, Path pidFile) {
        List<String> command = new ArrayList<>();
        if (Executables.has("setsid")) {
            command.add("setsid"); // keeps the terminal's Ctrl-C and hang-up away
        }
        command.addAll(List.of("sh", script.toString()));
        command.add(lifeline == null ? "none" : Long.toString(lifeline.pid()));
        command.add(Double.toString(watchEvery.toMillis() / 1000.0));
        command.addAll(List.of(pidFile.toString(), stopSignal, Long.toString(GRACE.toSeconds())));
        command.addAll(launch.command());
        return command;
    }
}
