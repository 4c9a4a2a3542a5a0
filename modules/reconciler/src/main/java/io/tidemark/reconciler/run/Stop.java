package io.tidemark.reconciler.run;

/** Set once by whoever wants the work to end at its next checkpoint. Thread-safe. */
public final class Stop {

    private volatile boolean asked;

    /** Asks. */
    public void ask() {
        asked = true;
    }

    public boolean isAsked() {
        return asked;
    }

    /** Goes on unless somebody has asked. */
    public void check() {
        if (asked) {
            throw new StoppedException();
        }
    }
}
