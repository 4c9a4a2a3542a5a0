package io.tidemark.cli.reconcile;

import io.tidemark.reconciler.verify.Verify;

/** What a reconciler's exit codes mean, besides those of every command. */
public final class ReconcileExit {

    public static final int OK = 0;
    public static final int FAILED = 1;
    public static final int DRIFT = 3;
    public static final int STOPPED = 4;
    static final int INCOMPLETE = 5;

    private ReconcileExit() {}

    public static int of(Verify.Verdict verdict) {
        return switch (verdict) {
            case IN_SYNC -> OK;
            case DRIFT -> DRIFT;
            case INCOMPLETE -> INCOMPLETE;
        };
    }
}
