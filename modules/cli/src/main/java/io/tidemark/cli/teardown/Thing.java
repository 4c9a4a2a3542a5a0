package io.tidemark.cli.teardown;

import java.util.function.Supplier;

/**
 * One thing that a pipeline has made, as it is now, and what becomes of it.
 *
 * @param made what it is
 * @param name its name there
 * @param fate what becomes of it
 * @param note why it stays, or what takes it away by hand; empty where there is nothing to say
 * @param removal removes it, and does nothing where it is gone meanwhile; returns a remark, mostly an empty one
 */
record Thing(Made made, String name, Fate fate, String note, Supplier<String> removal) {

    /** What becomes of a thing. */
    enum Fate {
        /** It goes. */
        REMOVE("remove"),
        /** There is nothing to remove. */
        ABSENT("not there"),
        /** It stays, and the note says why. */
        STAY("stays"),
        /** Its server is not asked, and the note says how it goes later. */
        SKIP("skipped"),
        /** An administrator made it, perhaps not for this pipeline alone; the note is what takes it back. */
        BY_HAND("by hand");

        private final String word;

        Fate(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /**
     * One that goes.
     *
     * @param byHand what a user who is allowed to can run in place of the removal
     */
    static Thing going(Made made, String name, String byHand, Supplier<String> removal) {
        return new Thing(made, name, Fate.REMOVE, byHand, removal);
    }

    /** The same with a removal that has nothing to remark. */
    static Thing going(Made made, String name, String byHand, Runnable removal) {
        return going(made, name, byHand, () -> {
            removal.run();
            return "";
        });
    }

    static Thing absent(Made made, String name) {
        return new Thing(made, name, Fate.ABSENT, "", () -> "");
    }

    static Thing staying(Made made, String name, String why) {
        return new Thing(made, name, Fate.STAY, why, () -> "");
    }

    static Thing skipped(Made made, String name, String later) {
        return new Thing(made, name, Fate.SKIP, later, () -> "");
    }

    static Thing byHand(Made made, String name, String statement) {
        return new Thing(made, name, Fate.BY_HAND, statement, () -> "");
    }

    boolean isGoing() {
        return fate == Fate.REMOVE;
    }
}
