package io.tidemark.devstack.process;

import io.tidemark.devstack.DevstackException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Runs a program that ends by itself, its output going to a log. */
public final class Tool {

    private Tool() {}

    /** Runs to the end; throws, quoting the log, if it fails. */
    public static void run(
            String purpose, List<String> command, Map<String, String> environment, Path input, Path log) {
        LogTail tail = LogTail.from(log);
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectInput(input.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().putAll(environment);
            int status = builder.start().waitFor();
            if (status != 0) {
                throw new DevstackException(purpose + " failed with status " + status + ": " + tail.tellingLine());
            }
        } catch (IOException e) {
            throw new DevstackException(purpose + " failed: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DevstackException(purpose + " was interrupted", e);
        }
    }

    public static void run(String purpose, List<String> command, Map<String, String> environment, Path log) {
        run(purpose, command, environment, new File("/dev/null").toPath(), log);
    }
}
