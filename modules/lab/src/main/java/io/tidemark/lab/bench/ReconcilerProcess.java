package io.tidemark.lab.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.cli.run.Lifeline;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.settings.Settings;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs {@code tidemark reconcile …} as a process of its own, with the heap a real one has, and takes its JSON. */
final class ReconcilerProcess {

    /** The most heap it is given. */
    static final int HEAP_MEGABYTES = 256;

    private static final int DRIFT_FOUND = 3;
    private static final long LOOK_EVERY_MILLIS = 100;

    private final Map<String, String> environment;
    private final Path folder;
    private final PeakMemory memory;

    /**
     * Prepares; nothing is started.
     *
     * @param environment the pipeline's settings
     * @param folder for its state, its output and its log
     */
    ReconcilerProcess(Map<String, String> environment, Path folder, PeakMemory memory) {
        this.environment = Map.copyOf(environment);
        this.folder = folder;
        this.memory = memory;
    }

    /**
     * What a run came to.
     *
     * @param json what it printed
     * @param seconds from before its process' start to its end
     */
    record Outcome(JsonNode json, double seconds) {}

    /**
     * Runs a command to its end; drift is no failure.
     *
     * @throws TidemarkException FATAL when it fails
     */
    Outcome run(String... command) throws InterruptedException {
        Path output = folder.resolve("reconciler.json");
        Path log = folder.resolve("reconciler.log");
        try {
            Files.createDirectories(folder);
            long start = System.nanoTime();
            Process process = builder(output, log, command).start();
            try {
                while (!process.waitFor(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                    memory.lookAtReconciler(process.pid());
                }
            } finally {
                process.destroy();
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            if (process.exitValue() != 0 && process.exitValue() != DRIFT_FOUND) {
                throw new TidemarkException(
                        Category.FATAL,
                        "reconcile " + String.join(" ", command) + " ended with " + process.exitValue() + " (log: "
                                + log + ")");
            }
            return new Outcome(new ObjectMapper().readTree(output.toFile()), seconds);
        } catch (IOException e) {
            throw new TidemarkException(Category.FATAL, "cannot run the reconciler: " + e.getMessage(), e);
        }
    }

    private ProcessBuilder builder(Path output, Path log, String... command) {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + HEAP_MEGABYTES + "m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                "io.tidemark.cli.Main",
                "reconcile"));
        line.addAll(List.of(command));
        line.addAll(
                List.of("--output", "json", "--state", folder.resolve("state").toString()));
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        Settings.removeFrom(builder.environment());
        builder.environment().putAll(environment);
        builder.environment()
                .put(Lifeline.VARIABLE, Long.toString(ProcessHandle.current().pid()));
        return builder;
    }
}
