package io.tidemark.model;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The root of every failure Tidemark raises on purpose. Its message is one line for the person on call: it names the
 * thing and what to do next, and never holds row contents or secrets.
 */
public class TidemarkException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What may be done about a failure. */
    public enum Category {
        /** The other side is away or busy: the same call may go through later. */
        RETRY,
        /** This one record can never be applied; others can. */
        DEAD_LETTER,
        /** Going on would lose or falsify something: stop until a person has acted. */
        FATAL,
        /**
         * The source does not go on from where the capture stopped: its slot, its log or the database itself is another
         * one. Only a new snapshot helps, and a person decides on it.
         */
        POSITION_LOST,
        /** What was asked for, or the configuration, is wrong; nothing was begun. */
        USAGE
    }

    private final Category category;
    private final transient @Nullable Problem problem;

    public TidemarkException(Category category, String message) {
        this(category, message, null);
    }

    public TidemarkException(Category category, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.category = category;
        this.problem = null;
    }

    /** With what is wrong and the fix as its message. */
    public TidemarkException(Category category, Problem problem, @Nullable Throwable cause) {
        super(problem.toString(), cause);
        this.category = category;
        this.problem = problem;
    }

    public Category category() {
        return category;
    }

    /** What is wrong and the fix, where they are known apart. */
    public Optional<Problem> problem() {
        return Optional.ofNullable(problem);
    }
}
