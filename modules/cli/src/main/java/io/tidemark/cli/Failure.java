package io.tidemark.cli;

import io.tidemark.devstack.DevstackException;
import io.tidemark.model.TidemarkException;
import java.io.PrintWriter;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

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

    /** Says what is wrong with a command line; its command's help is a command away, not printed over the line. */
    static void printUsage(ParameterException failure) {
        CommandLine command = failure.getCommandLine();
        PrintWriter err = command.getErr();
        String message = String.valueOf(failure.getMessage()).lines().collect(Collectors.joining(" "));
        err.println("tidemark: " + message + suggestions(failure) + ": "
                + command.getCommandSpec().qualifiedName() + " --help shows what there is");
        err.flush();
    }

    private static String suggestions(ParameterException failure) {
        if (failure instanceof UnmatchedArgumentException unmatched
                && !unmatched.getSuggestions().isEmpty()) {
            return ", did you mean " + String.join(" or ", unmatched.getSuggestions()) + "?";
        }
        return "";
    }

    private static String unexpected(Throwable failure) {
        String message =
                String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
        return "unexpected " + failure.getClass().getSimpleName() + ": " + message + " (--verbose shows where)";
    }
}
