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

    static Finding fail(String what, TidemarkException failure) {
        return failure.problem()
                .map(problem -> fail(what, firstLine(problem.what()), firstLine(problem.fix())))
                .orElseGet(() -> fail(
                        what, firstLine(String.valueOf(failure.getMessage())), "see the log of the server it names"));
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}
