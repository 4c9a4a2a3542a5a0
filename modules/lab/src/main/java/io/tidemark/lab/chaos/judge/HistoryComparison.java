package io.tidemark.lab.chaos.judge;

import io.tidemark.lab.chaos.judge.Operation.Role;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * I2 and I3: per key, the topics must tell the same history as the log, each change once and in order.
 *
 * <p>What is missing counts as lost, what is there more often than in the log as duplicated (or as unheard of, when the
 * log does not have it at all); a key whose remaining changes come in another order counts once as out of order. Records that
 * tell a state and no change do not count in this; where the changes are right, these are held against {@link
 * StatementComparison}'s rule, unless the log does not explain them: where the topics began with a snapshot, and for a table with partitions, which is read
 * again when one is attached or detached.
 */
public final class HistoryComparison {

    private final boolean startWithSnapshot;
    private final Set<String> partitioned;
    private final Examples examples = new Examples();
    private long lost;
    private long duplicated;
    private long unheardOf;
    private long outOfOrder;
    private long wrongStatements;

    private HistoryComparison(boolean startWithSnapshot, Set<String> partitioned) {
        this.startWithSnapshot = startWithSnapshot;
        this.partitioned = partitioned;
    }

    /**
     * What a comparison came to.
     *
     * @param lost changes of the log that the topics lack
     * @param duplicated changes that the topics have more than once
     * @param unheardOf changes that the log does not have
     * @param outOfOrder keys whose changes come in another order
     * @param wrongStatements keys whose changes are right, but not their sweeps or re-reads
     * @param examples some of them
     */
    public record Result(
            long lost, long duplicated, long unheardOf, long outOfOrder, long wrongStatements, List<String> examples) {

        public boolean clean() {
            return lost + duplicated + unheardOf + outOfOrder + wrongStatements == 0;
        }
    }

    /**
     * Compares, when the topics began with empty tables.
     *
     * @param partitioned the tables that have partitions
     */
    public static Result compare(Histories log, Histories topics, Set<String> partitioned) {
        return new HistoryComparison(false, partitioned).run(log, topics);
    }

    /** Compares, when the topics began with a snapshot: what a key lacks at its beginning was in that snapshot. */
    public static Result compareAfterSnapshot(Histories log, Histories topics) {
        return new HistoryComparison(true, Set.of()).run(log, topics);
    }

    private Result run(Histories log, Histories topics) {
        for (String table : Histories.tables(log, topics)) {
            for (String key : log.keys(table)) {
                compare(table, key, log.of(table, key), topics.of(table, key));
            }
            for (String key : topics.keys(table)) {
                if (!log.keys(table).contains(key)) {
                    compare(table, key, log.of(table, key), topics.of(table, key));
                }
            }
        }
        return new Result(lost, duplicated, unheardOf, outOfOrder, wrongStatements, examples.lines());
    }

    private void compare(String table, String key, long[] wholeLog, long[] wholeTopic) {
        long[] topic = Entry.only(Role.CHANGE, wholeTopic);
        long[] changes = Entry.only(Role.CHANGE, wholeLog);
        long[] log = startWithSnapshot ? withoutSnapshot(changes, topic) : changes;
        if (Arrays.equals(log, topic)) {
            if (!startWithSnapshot
                    && !partitioned.contains(table)
                    && !StatementComparison.agree(wholeLog, wholeTopic)) {
                wrongStatements++;
                examples.add(table + " " + key + ": sweeps or re-reads are wrong; log " + Entry.text(wholeLog)
                        + ", topic " + Entry.text(wholeTopic));
            }
            return;
        }
        Map<Long, Integer> inLog = counts(log);
        Map<Long, Integer> inTopic = counts(topic);
        long keyLost = surplus(inLog, inTopic);
        long keyUnheardOf =
                Arrays.stream(topic).filter(entry -> !inLog.containsKey(entry)).count();
        long keyDuplicated = surplus(inTopic, inLog) - keyUnheardOf;
        boolean disordered = !Arrays.equals(common(log, inTopic), common(topic, inLog));
        lost += keyLost;
        unheardOf += keyUnheardOf;
        duplicated += keyDuplicated;
        outOfOrder += disordered ? 1 : 0;
        examples.add(table + " " + key + ": " + keyLost + " lost, " + keyDuplicated + " duplicated, " + keyUnheardOf
                + " unheard of" + (disordered ? ", out of order" : "") + "; log " + Entry.text(wholeLog)
                + ", topic " + Entry.text(wholeTopic));
    }

    /** The shortest end of the log that holds everything from the topic's first change on. */
    private static long[] withoutSnapshot(long[] log, long[] topic) {
        if (topic.length == 0) {
            return topic;
        }
        for (int start = 0; start < log.length; start++) {
            if (log[start] == topic[0]) {
                return Arrays.copyOfRange(log, start, log.length);
            }
        }
        return log;
    }

    private static Map<Long, Integer> counts(long[] entries) {
        Map<Long, Integer> counts = new HashMap<>();
        for (long entry : entries) {
            counts.merge(entry, 1, Integer::sum);
        }
        return counts;
    }

    private static long surplus(Map<Long, Integer> these, Map<Long, Integer> those) {
        return these.entrySet().stream()
                .mapToLong(entry -> Math.max(0, entry.getValue() - those.getOrDefault(entry.getKey(), 0)))
                .sum();
    }

    /** The entries that the other side has too, each as often as both have it. */
    private static long[] common(long[] entries, Map<Long, Integer> other) {
        Map<Long, Integer> left = new HashMap<>(other);
        return Arrays.stream(entries)
                .filter(entry -> left.merge(entry, -1, Integer::sum) >= 0)
                .toArray();
    }
}
