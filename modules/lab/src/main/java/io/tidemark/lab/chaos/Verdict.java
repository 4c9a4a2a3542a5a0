package io.tidemark.lab.chaos;

import io.tidemark.lab.chaos.judge.HistoryComparison;
import java.util.List;

/**
 * What one judgement of a pipeline at rest came to, everything since its beginning included.
 *
 * @param history I2, I3: the changes in the topics against those in Postgres' log
 * @param tombstoneFaults deletes without a tombstone right behind, and the reverse
 * @param wrongInTopics I6: keys for which the topics end otherwise than the tables
 * @param wrongInGraph I4, I5: rows without their element, elements without their row or with other properties
 * @param deadLetters I9: records that were dead-lettered although each can be applied
 * @param notes the first few of each, and what stood still
 * @param stalled whether something never came: the marker into the topics, or the tidemark to the end of the log
 */
public record Verdict(
        Volume volume,
        HistoryComparison.Result history,
        long tombstoneFaults,
        long wrongInTopics,
        long wrongInGraph,
        long deadLetters,
        boolean stalled,
        List<String> notes) {

    /**
     * How much was judged.
     *
     * @param committed row changes in Postgres' log
     * @param published row changes in the topics
     * @param apart records in the topics that tell a state and no change: snapshot, refresh, sweep
     */
    public record Volume(long committed, long published, long apart) {}

    public Verdict {
        notes = List.copyOf(notes);
    }

    /** Whether nothing at all is wrong. */
    public boolean clean() {
        return history.clean() && tombstoneFaults + wrongInTopics + wrongInGraph + deadLetters == 0 && !stalled;
    }

    /** One line, and one for each note. */
    @Override
    public String toString() {
        return (clean() ? "clean" : "NOT CLEAN") + ": " + volume.committed() + " committed, " + volume.published()
                + " published, "
                + history.lost() + " lost, " + history.duplicated() + " duplicated, " + history.unheardOf()
                + " unheard of, " + history.outOfOrder()
                + " out of order, " + history.wrongStatements() + " wrongly swept or re-read, " + tombstoneFaults
                + " tombstone faults, " + wrongInTopics + " wrong in topics, "
                + wrongInGraph + " wrong in the graph, " + deadLetters + " dead letters" + (stalled ? ", stalled" : "")
                + (volume.apart() > 0 ? ", " + volume.apart() + " apart" : "")
                + (notes.isEmpty() ? "" : "\n    " + String.join("\n    ", notes));
    }
}
