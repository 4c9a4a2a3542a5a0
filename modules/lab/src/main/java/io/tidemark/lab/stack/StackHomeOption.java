package io.tidemark.lab.stack;

import io.tidemark.cli.terminal.Terminal;
import io.tidemark.devstack.PrintedProgress;
import io.tidemark.devstack.stack.ProcessStack;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which stack a command works on. */
final class StackHomeOption {

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "Folder of the stack's data, logs and state."
                    + " Default: 'stack' in $TIDEMARK_HOME, or in .tidemark under the current folder.")
    private @Nullable Path home;

    ProcessStack.Builder stack() {
        return ProcessStack.in(folder(home, System.getenv()))
                .progress(new PrintedProgress(System.err, Terminal.isPresent()));
    }

    static Path folder(@Nullable Path option, Map<String, String> environment) {
        if (option != null) {
            return option;
        }
        String home = environment.getOrDefault("TIDEMARK_HOME", "");
        return Path.of(home.isBlank() ? ".tidemark" : home, "stack");
    }
}
