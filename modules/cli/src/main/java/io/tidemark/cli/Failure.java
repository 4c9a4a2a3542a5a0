package io.tidemark.cli;

import io.tidemark.model.TidemarkException;
import io.tidemark.settings.Setting;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what failed in one line, or in one line for each thing that is wrong. */
final class Failure {

    /** What picocli adds about the value that an option was given, or was given in the place of one. */
    private static final Pattern BUT_GIVEN = Pattern.compile("(?s) but (?:was|found) .*");

    /** An option, perhaps mistyped. Not {@code -psecret}: other tools take a password so. */
    private static final Pattern OPTION = Pattern.compile("--[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*|-[A-Za-z]");

    /** The options whose values may be secrets. */
    private static final Set<String> SETTINGS = Stream.concat(
                    Stream.of("--set"), Arrays.stream(Setting.values()).map(Setting::flag))
            .collect(Collectors.toUnmodifiableSet());

    /** A command, perhaps mistyped. */
    private static final Pattern WORD = Pattern.compile("[a-z][a-z-]{0,30}");

    private Failure() {}

    /** @param explained whether a command provider says that the message is written for users */
    static void print(Throwable failure, boolean explained, boolean verbose, PrintWriter err) {
        String message = explained || failure instanceof TidemarkException
                ? String.valueOf(failure.getMessage())
                : unexpected(failure);
        message.lines().forEach(line -> err.println("tidemark: " + line));
        if (verbose) {
            failure.printStackTrace(err);
        }
        err.flush();
    }

    /** Says what is wrong with a command line; its command's help is a command away, not printed over the line. */
    static void printUsage(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        PrintWriter err = command.getErr();
        String message = withoutValues(failure, arguments).lines().collect(Collectors.joining(" "));
        err.println("tidemark: " + message + suggestions(failure) + ": "
                + command.getCommandSpec().qualifiedName() + " --help shows what there is");
        err.flush();
    }

    /** Names what was not understood; a value, which may be a secret in the wrong place, is left out. */
    private static String withoutValues(ParameterException failure, String[] arguments) {
        String message = String.valueOf(failure.getMessage());
        if (failure instanceof UnmatchedArgumentException unmatched) {
            Set<String> named = named(unmatched.getUnmatched(), arguments);
            for (String given : unmatched.getUnmatched()) {
                message = message.replace("'" + given + "'", "'" + (named.contains(given) ? name(given) : "…") + "'");
            }
        }
        return BUT_GIVEN.matcher(message).replaceFirst("");
    }

    /**
     * What of the unmatched looks like an option or a command, and cannot be a piece of a value: it stands neither behind a setting, whose
     * value may hold a space, nor behind an option that nobody knows, which may be a setting mistyped.
     */
    private static Set<String> named(List<String> unmatched, String[] arguments) {
        Set<String> named = new HashSet<>();
        boolean inValue = false;
        for (int at = 0; at < arguments.length; at++) {
            String given = arguments[at];
            boolean attached = given.contains("=");
            if (SETTINGS.contains(name(given))) {
                inValue = true;
                at += attached ? 0 : 1;
            } else if (!unmatched.contains(given)) {
                inValue &= !given.startsWith("-");
            } else if (!inValue) {
                if (OPTION.matcher(name(given)).matches() || WORD.matcher(given).matches()) {
                    named.add(given);
                }
                inValue = given.startsWith("-");
            }
        }
        return named;
    }

    private static String name(String given) {
        int end = given.indexOf('=');
        return end < 0 ? given : given.substring(0, end);
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
