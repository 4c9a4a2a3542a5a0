package io.tidemark.cli.run;

import io.tidemark.devstack.PrintedProgress;
import io.tidemark.devstack.ProcessStack;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * Servers in a folder that is emptied first, and the pipelines on them. All of it ends when this is closed, and when this
 * process ends.
 */
public final class FreshStack implements AutoCloseable {

    private final ProcessStack stack;
    private final Path logs;
    private final List<Pipeline> pipelines = new CopyOnWriteArrayList<>();
    private final Thread ending = new Thread(this::end, "stack-end");

    private FreshStack(ProcessStack stack, Path logs) {
        this.stack = stack;
        this.logs = logs;
    }

    /** Ends what may still run in the folder, empties it and starts the servers there; tells stderr how it goes. */
    public static FreshStack start(Path home) {
        Path servers = home.resolve("stack");
        ProcessStack stack = ProcessStack.in(servers)
                .progress(new PrintedProgress(System.err, false))
                .build();
        FreshStack fresh = new FreshStack(stack, home.resolve("logs"));
        Runtime.getRuntime().addShutdownHook(fresh.ending);
        stack.down();
        empty(servers);
        stack.up();
        return fresh;
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
        Pipeline pipeline = new Pipeline(stack.endpoints(), Map.of("TIDEMARK_PREFIX", prefix), logs);
        pipelines.add(pipeline);
        return pipeline;
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
