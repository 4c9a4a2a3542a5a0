package io.tidemark.lab.pipeline;

import io.tidemark.devstack.PrintedProgress;
import io.tidemark.devstack.Stack;
import io.tidemark.devstack.StackSettings;
import io.tidemark.devstack.stack.ProcessStack;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.settings.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * Servers in a folder that is emptied first, and the pipelines on them. All of it ends when this is closed, and when this
 * process ends.
 */
public final class FreshStack implements AutoCloseable {

    /** Says that the folder is ours to empty, and which process uses it. */
    private static final String MARKER = ".emptied-at-every-start";

    private final ProcessStack stack;
    private final Path logs;
    private final List<Pipeline> pipelines = new CopyOnWriteArrayList<>();
    private final Thread ending = new Thread(this::end, "stack-end");

    private FreshStack(ProcessStack stack, Path logs) {
        this.stack = stack;
        this.logs = logs;
    }

    /**
     * Empties the folder and starts the servers there; tells stderr how it goes.
     *
     * @throws TidemarkException USAGE when the folder holds something that no such run has left, or another run uses it
     */
    public static FreshStack start(Path home) {
        return start(home, 1);
    }

    /** The same with so many of Kafka's brokers. */
    public static FreshStack start(Path home, int brokers) {
        Path servers = home.resolve("stack");
        claim(home);
        ProcessStack stack = ProcessStack.in(servers)
                .settings(StackSettings.defaults().withBrokers(brokers))
                .progress(new PrintedProgress(System.err, false))
                .build();
        FreshStack fresh = new FreshStack(stack, home.resolve("logs"));
        Runtime.getRuntime().addShutdownHook(fresh.ending);
        stack.down();
        empty(servers);
        stack.up();
        return fresh;
    }

    /** Only a folder that this class has marked is ever emptied. */
    private static void claim(Path home) {
        Path marker = home.resolve(MARKER);
        try {
            Files.createDirectories(home);
            if (!Files.exists(marker)) {
                try (Stream<Path> there = Files.list(home)) {
                    if (there.findAny().isPresent()) {
                        throw new TidemarkException(
                                Category.USAGE,
                                "--home " + home + " is not empty, and would be emptied: name a folder of its own");
                    }
                }
            } else if (owner(marker).isPresent()) {
                throw new TidemarkException(
                        Category.USAGE,
                        "--home " + home + " is in use by process "
                                + owner(marker).get().pid() + ": end it, or name another folder");
            }
            Files.writeString(marker, mark(ProcessHandle.current()));
        } catch (IOException e) {
            throw new TidemarkException(Category.USAGE, "--home " + home + " cannot be used: " + e, e);
        }
    }

    /** The other process that wrote the marker, if it is still the one with that number. */
    private static Optional<ProcessHandle> owner(Path marker) throws IOException {
        String mark = Files.readString(marker).strip();
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .filter(process -> mark(process).equals(mark))
                .findFirst();
    }

    static String mark(ProcessHandle process) {
        return process.pid() + " since "
                + process.info().startInstant().map(Instant::toString).orElse("some time ago");
    }

    private static void empty(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new TidemarkException(Category.FATAL, "cannot empty " + folder + ": " + e.getMessage(), e);
        }
    }

    /** A pipeline with this prefix on these servers; nothing of it is started. It ends before they do. */
    public Pipeline pipeline(String prefix) {
        return pipeline(prefix, Map.of());
    }

    /**
     * The same with other settings.
     *
     * @param overrides settings besides the prefix and the servers' addresses, by environment variable
     */
    public Pipeline pipeline(String prefix, Map<String, String> overrides) {
        Map<String, String> environment = new HashMap<>(overrides);
        environment.put(Setting.TIDEMARK_PREFIX.name(), prefix);
        Pipeline pipeline = new Pipeline(stack.endpoints(), environment, logs);
        pipelines.add(pipeline);
        return pipeline;
    }

    /** The servers themselves. */
    public Stack servers() {
        return stack;
    }

    /** The folder for logs. */
    public Path logs() {
        return logs;
    }

    private void end() {
        pipelines.forEach(Pipeline::close);
        stack.close();
    }

    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(ending);
        } catch (IllegalStateException e) {
            // the process is ending: the hook is what runs
        }
    }
}
