package io.tidemark.cli;

import io.tidemark.devstack.DevstackException;
import io.tidemark.model.TidemarkException;
import java.io.PrintWriter;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what failed in one line, or in one line for each thing that is wrong. */
final class Failure {

    /** What picocli adds about the value that an option was given, or was given in the place of one. */
    private static final Pattern BUT_GIVEN = Pattern.compile("(?s) but (?:was|found) .*");

    /** A command, perhaps mistyped. */
    private static final Pattern WORD = Pattern.compile("[a-z][a-z-]{0,30}");

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
        String message = withoutValues(failure).lines().collect(Collectors.joining(" "));
        err.println("tidemark: " + message + suggestions(failure) + ": "
                + command.getCommandSpec().qualifiedName() + " --help shows what there is");
        err.flush();
    }

    /** Names what was not understood; a value, which may be a secret in the wrong place, is left out. */
    private static String withoutValues(ParameterException failure) {
        String message = String.valueOf(failure.getMessage());
        if (failure instanceof UnmatchedArgumentException unmatched) {
            for (String given : unmatched.getUnmatched()) {
                message = message.replace("'" + given + "'", "'" + named(given) + "'");
            }
        }
        return BUT_GIVEN.matcher(message).replaceFirst("");
    }

    private static String named(String given) {
        if (given.startsWith("-")) {
            return given.contains("=") ? given.substring(0, given.indexOf('=')) : given;
        }
        return WORD.matcher(given).matches() ? given : "…";
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
