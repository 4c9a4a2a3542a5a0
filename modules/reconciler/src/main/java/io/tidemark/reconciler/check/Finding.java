package io.tidemark.reconciler.check;

import io.tidemark.model.Problem;
import io.tidemark.model.TidemarkException;
import org.jspecify.annotations.Nullable;

/**
 * One thing that was looked at.
 *
 * @param what the thing, for example {@code publication}
 * @param status how it is
 * @param detail what was seen; one line, no secrets and no row contents
 * @param fix what to do about it; null when nothing needs to be done
 */
public record Finding(
        String what, Status status, String detail, @Nullable String fix) {

    private static final String SEPARATOR = ": ";
    private static final String FAILED = " failed: ";

    /** How a thing is. */
    public enum Status {
        OK,
        /** It works, but not for everything or not for ever. */
        WARN,
        /** Something does not work. */
        FAIL
    }

    static Finding ok(String what, String detail) {
        return new Finding(what, Status.OK, detail, null);
    }

    static Finding warn(String what, String detail, String fix) {
        return new Finding(what, Status.WARN, detail, fix);
    }

    static Finding fail(String what, String detail, String fix) {
        return new Finding(what, Status.FAIL, detail, fix);
    }

    static Finding fail(String what, Problem problem) {
        return fail(what, problem.what(), problem.fix());
    }

    /** Of a line that says what is wrong, a colon, and the fix. */
    static Finding fail(String what, String problem) {
        int end = problem.indexOf(SEPARATOR);
        int failed = problem.indexOf(FAILED);
        if (failed >= 0 && failed <= end) {
            end = problem.indexOf(SEPARATOR, failed + FAILED.length());
        }
        return end < 0
                ? fail(what, problem, "see the log of the server it names")
                : fail(what, problem.substring(0, end), problem.substring(end + SEPARATOR.length()));
    }

    static Finding fail(String what, TidemarkException failure) {
        return fail(
                what, String.valueOf(failure.getMessage()).lines().findFirst().orElse(what));
    }
}
