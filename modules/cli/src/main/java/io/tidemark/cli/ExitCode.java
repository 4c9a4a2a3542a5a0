package io.tidemark.cli;

import io.tidemark.model.TidemarkException;

/** What the exit codes mean, for every command. */
final class ExitCode {

    static final int OK = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;
    /** Both sides were compared and differ. */
    static final int DRIFT = 3;

    private ExitCode() {}

    static int of(Throwable failure) {
        boolean usage = failure instanceof TidemarkException exception
                && exception.category() == TidemarkException.Category.USAGE;
        return usage ? USAGE : FAILED;
    }
}
