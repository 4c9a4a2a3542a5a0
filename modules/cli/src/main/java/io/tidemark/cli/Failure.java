package io.tidemark.cli;

import io.tidemark.devstack.DevstackException;
import io.tidemark.model.TidemarkException;
import java.io.PrintWriter;

/** Says what failed in one line, or in one line for each thing that is wrong. */
final class Failure {

    private Failure() {}

    static void print(Throwable failure, boolean verbose, PrintWriter err) {
        boolean ours = failure instanceof TidemarkException || failure instanceof DevstackException;
        String message = ours ? String.valueOf(failure.getMessage()) : unexpected(failure);
        message.lines().forEach(line -> err.println("tidemark: " + line));
        if (verbose) {
            failure.printStackTrace(err);
        }
        err.flush();
    }

    private static String unexpected(Throwable failure) {
        String message =
                String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
        return "unexpected " + failure.getClass().getSimpleName() + ": " + message + " (--verbose shows where)";
    }
}
