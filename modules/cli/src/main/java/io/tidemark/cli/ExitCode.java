package io.tidemark.cli;

import io.tidemark.model.TidemarkException;

/** What the exit codes mean, for every command. */
final class ExitCode {

    static final int OK = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;
    /** Both sides were compared and differ; of a dry run: something would change. */
    static final int DRIFT = 3;

    /** Postgres does not go on from where the capture stopped. */
    static final int POSITION_LOST = 6;

    private ExitCode() {}

    static int of(Throwable failure) {
        if (!(failure instanceof TidemarkException known)) {
            return FAILED;
        }
        return switch (known.category()) {
            case USAGE -> USAGE;
            case POSITION_LOST -> POSITION_LOST;
            default -> FAILED;
        };
    }
}
