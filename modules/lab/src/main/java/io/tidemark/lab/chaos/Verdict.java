package io.tidemark.lab.chaos;

import java.util.List;

/**
 * What one judgement of a pipeline at rest came to, everything since its beginning included.
 *
 * @param committed row changes in Postgres' log
 * @param published row changes in the topics
 * @param apart records in the topics that tell a state and no change: snapshot, refresh, sweep
 * @param lost I3: changes that the topics lack
 * @param duplicated I3: changes that they have more than once
 * @param unheardOf I3: changes that Postgres never committed
 * @param outOfOrder I2: keys whose changes are in another order
 * @param wrongStatements I2, I3: keys whose sweeps or re-reads are not those that truncations and requests call for
 * @param tombstoneFaults deletes without a tombstone right behind, and the reverse
 * @param wrongInTopics I6: keys for which the topics end otherwise than the tables
 * @param wrongInGraph I4, I5: rows without their element, elements without their row or with other properties
 * @param deadLetters I9: records that were put aside although each can be applied
 * @param notes the first few of each, and what stood still
 * @param stalled whether something never came: the marker into the topics, or the tidemark to the end of the log
 */
public record Verdict(
        long committed,
        long published,
        long apart,
        long lost,
        long duplicated,
        long unheardOf,
        long outOfOrder,
        long wrongStatements,
        long tombstoneFaults,
        long wrongInTopics,
        long wrongInGraph,
        long deadLetters,
        boolean stalled,
        List<String> notes) {

    public Verdict {
        notes = List.copyOf(notes);
    }

    /** Whether nothing at all is wrong. */
    public boolean clean() {
        return lost
                                + duplicated
                                + unheardOf
                                + outOfOrder
                                + wrongStatements
                                + tombstoneFaults
                                + wrongInTopics
                                + wrongInGraph
                                + deadLetters
                        == 0
                && !stalled;
    }

    /** One line, and one for each note. */
    @Override
    public String toString() {
        return (clean() ? "clean" : "NOT CLEAN") + ": " + committed + " committed, " + published + " published, "
                + lost + " lost, " + duplicated + " duplicated, " + unheardOf + " unheard of, " + outOfOrder
                + " out of order, " + wrongStatements + " wrongly swept or re-read, " + tombstoneFaults
                + " tombstone faults, " + wrongInTopics + " wrong in topics, "
                + wrongInGraph + " wrong in the graph, " + deadLetters + " dead letters" + (stalled ? ", stalled" : "")
                + (apart > 0 ? ", " + apart + " apart" : "")
                + (notes.isEmpty() ? "" : "\n    " + String.join("\n    ", notes));
    }
}
