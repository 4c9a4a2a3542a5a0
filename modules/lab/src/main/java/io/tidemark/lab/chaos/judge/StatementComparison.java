package io.tidemark.lab.chaos.judge;

import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * I2, I3 and refresh: whether one key's records that tell a state and no change, a sweep's and a refresh's, are exactly those
 * that the log calls for, each at its place between the changes. The capture marks them by what they lack: they belong to no
 * transaction. A delete that says what was there before is a sweep's, one that does not is a refresh's, and a row that no
 * snapshot read is a refresh's.
 *
 * <p>The rule:
 *
 * <ul>
 *   <li>Changes are those of the log, once and in order, whatever stands between them.
 *   <li>{@code TRUNCATE}: one sweep's delete at this place if the topic holds the row there, else none. The topic decides,
 *       because a refresh may have told it of a row before the row's own change came, or of its end.
 *   <li>A key that was asked for by name: at this place at least one re-read; more, because a request that was broken off
 *       is done again. Each tells a state that the key had right after some committed transaction which is not older than
 *       the request's own: the row as it was then, or nothing. None tells an older state than the re-read before it.
 *   <li>A key in a range that was asked for: the same, but rows only. It may be missing if the key had no row at some time
 *       since the request.
 *   <li>Nothing else tells a state: a re-read nobody asked for, a second sweep, a snapshot's row are wrong.
 * </ul>
 *
 * <p>What it cannot see: a re-read of a state that the key has had again since the request counts as that later state. Which of
 * several requests between the same two changes a re-read answers is left open: any assignment that keeps the rule will do.
 *
 * <p>It walks through the topic's entries and keeps all places of the log where it can be. For one key, once.
 */
final class StatementComparison {

    private final long[] log;
    /** For each place in the log, the number of its transaction among those that concern the key, from 1. */
    private final int[] group;
    /** What the key was after each of these transactions; 0 is before the first. */
    private final long[] states;

    private final int lastAbsence;

    /** Twice the place in the log, plus 1 when the request there has been answered; with it, the last state re-read. */
    private NavigableMap<Integer, Integer> places = new TreeMap<>();

    /** Whether the topic holds a row. */
    private boolean live;

    private StatementComparison(long[] log) {
        this.log = log;
        this.group = new int[log.length];
        long[] after = new long[log.length + 1];
        after[0] = Entry.NOTHING;
        int last = 0;
        for (int i = 0; i < log.length; i++) {
            if (i == 0 || Entry.transaction(log[i]) != Entry.transaction(log[i - 1])) {
                last++;
                after[last] = after[last - 1];
            }
            group[i] = last;
            after[last] = isRequest(log[i]) ? after[last] : Entry.state(log[i]);
        }
        this.states = Arrays.copyOf(after, last + 1);
        int absence = last;
        while (states[absence] != Entry.NOTHING) {
            absence--;
        }
        this.lastAbsence = absence;
    }

    /** Whether the topic tells what the log calls for. */
    static boolean agree(long[] log, long[] topic) {
        return new StatementComparison(log).run(topic);
    }

    private boolean run(long[] topic) {
        reach(places, 0, false, 0);
        for (long entry : topic) {
            passWhatNeedsNothing();
            NavigableMap<Integer, Integer> next = new TreeMap<>();
            places.forEach((place, reread) -> take(entry, place / 2, reread, next));
            if (next.isEmpty()) {
                return false;
            }
            places = next;
            live = Entry.state(entry) != Entry.NOTHING;
        }
        passWhatNeedsNothing();
        return places.containsKey(2 * log.length);
    }

    private static void reach(NavigableMap<Integer, Integer> places, int place, boolean answered, int reread) {
        places.merge(2 * place + (answered ? 1 : 0), reread, Math::min);
    }

    private void passWhatNeedsNothing() {
        for (Map.Entry<Integer, Integer> at = places.firstEntry(); at != null; at = places.higherEntry(at.getKey())) {
            int place = at.getKey() / 2;
            boolean answered = at.getKey() % 2 == 1;
            if (place < log.length && (answered || needsNothing(place))) {
                reach(places, place + 1, false, at.getValue());
            }
        }
    }

    private boolean needsNothing(int place) {
        return switch (Entry.operation(log[place])) {
            case TRUNCATE -> !live;
            case RANGE_REQUEST -> group[place] <= lastAbsence;
            default -> false;
        };
    }

    private void take(long entry, int place, int reread, NavigableMap<Integer, Integer> next) {
        if (place == log.length) {
            return;
        }
        Operation told = Entry.operation(entry);
        switch (Entry.operation(log[place])) {
            case TRUNCATE -> {
                if (live && told == Operation.SWEEP) {
                    reach(next, place + 1, false, reread);
                }
            }
            case REQUEST -> answer(entry, place, reread, next);
            case RANGE_REQUEST -> {
                if (told != Operation.REREAD_NOTHING) {
                    answer(entry, place, reread, next);
                }
            }
            default -> {
                if (entry == log[place]) {
                    reach(next, place + 1, false, reread);
                }
            }
        }
    }

    private void answer(long entry, int place, int reread, NavigableMap<Integer, Integer> next) {
        Operation told = Entry.operation(entry);
        if (told != Operation.REREAD && told != Operation.REREAD_NOTHING) {
            return;
        }
        for (int state = Math.max(group[place], reread); state < states.length; state++) {
            if (states[state] == Entry.state(entry)) {
                reach(next, place, true, state);
                return;
            }
        }
    }

    private static boolean isRequest(long entry) {
        Operation operation = Entry.operation(entry);
        return operation == Operation.REQUEST || operation == Operation.RANGE_REQUEST;
    }
}
