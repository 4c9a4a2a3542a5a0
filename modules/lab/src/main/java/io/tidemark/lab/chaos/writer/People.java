package io.tidemark.lab.chaos.writer;

import java.util.Random;
import java.util.UUID;

/** Whose rows are written: kinds of users whose ids never meet, so that only what is meant to race does. */
final class People {

    /** Users that everything happens to. */
    static final int CROWD = 1_000;

    /** Of these, the few that everybody writes about at once. */
    static final int HOT = 4;

    /** Users without edges, whose ids change. */
    static final int MOVERS = 60;

    /** Groups that come and go as a whole, in large transactions. */
    static final int GROUPS = 4;

    /** Posts. */
    static final int POSTS = 600;

    private static final long CROWD_KIND = 0xC0;
    private static final long MOVER_KIND = 0xA0;
    private static final long MOVED_KIND = 0xA1;
    private static final long GROUP_KIND = 0xB0;
    private static final long PATIENT_KIND = 0xD0;
    private static final long POST_KIND = 0xE0;

    private People() {}

    static UUID crowd(Random random) {
        return id(CROWD_KIND, 0, random.nextInt(CROWD));
    }

    static UUID crowd(int number) {
        return id(CROWD_KIND, 0, number);
    }

    static UUID hot(Random random) {
        return id(CROWD_KIND, 0, random.nextInt(HOT));
    }

    static UUID mover(int number, boolean moved) {
        return id(moved ? MOVED_KIND : MOVER_KIND, 0, number);
    }

    static UUID member(int group, int number) {
        return id(GROUP_KIND, group, number);
    }

    static UUID post(Random random) {
        return id(POST_KIND, 0, random.nextInt(POSTS));
    }

    /** Users of the transactions that stay open. */
    static UUID patient(int number) {
        return id(PATIENT_KIND, 0, number);
    }

    private static UUID id(long kind, long group, long number) {
        return new UUID(kind << 32 | group << 16, 0x8000_0000_0000_0000L | number);
    }

    /** A name nobody else has. */
    static String name(String kind, Random random) {
        return kind + "-" + Long.toString(random.nextLong() & Long.MAX_VALUE, 36);
    }
}
