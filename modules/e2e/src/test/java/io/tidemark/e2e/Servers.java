package io.tidemark.e2e;

import io.tidemark.devstack.PrintedProgress;
import io.tidemark.devstack.ProcessStack;
import io.tidemark.devstack.Stack;
import io.tidemark.devstack.StackSettings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The servers, started once by the first test that needs them. {@code -Dtidemark.stack} chooses who provides them:
 * {@code processes} or {@code containers}.
 */
public final class Servers {

    private static @Nullable Stack running;

    private Servers() {}

    /** The running servers. */
    public static synchronized Stack stack() {
        Stack stack = running;
        if (stack == null) {
            stack = provider();
            running = stack;
            stack.up();
        }
        return stack;
    }

    private static Stack provider() {
        String choice = System.getProperty("tidemark.stack", "processes");
        return switch (choice) {
            case "processes" ->
                ProcessStack.in(Path.of(System.getProperty("tidemark.stack.home", "target/stack")))
                        .settings(StackSettings.defaults().withoutFsync())
                        .progress(new PrintedProgress(System.err, false))
                        .build();
            case "containers" -> new ContainerStack();
            default ->
                throw new IllegalArgumentException("tidemark.stack is " + choice + ": say processes or containers");
        };
    }

    /** Ends them, if they were started. */
    static synchronized void close() {
        if (running != null) {
            running.close();
            running = null;
        }
    }
}
