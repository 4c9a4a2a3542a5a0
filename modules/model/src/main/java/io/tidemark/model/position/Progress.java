package io.tidemark.model.position;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the capture states with each batch: every transaction committed at or before this LSN is in the topics, and ends
 * at these offsets.
 *
 * @param lsn the end of the last of those transactions in Postgres' log, or a later position up to which none followed
 * @param committedAt when that was, by Postgres' clock
 * @param ends by table topic, for each of its partitions from 0: the offset of the last record of those transactions; -1
 *     where there is none
 * @param filling the tables of which this does not hold yet: their rows of before are still being read
 */
public record Progress(Lsn lsn, Instant committedAt, Map<String, List<Long>> ends, List<Filling> filling) {

    /** Says how far a reader is in one partition. */
    @FunctionalInterface
    public interface Reach {

        /** The last offset that was applied; -1 for nothing. */
        long offset(String topic, int partition);
    }

    /** Of all tables. */
    public Progress(Lsn lsn, Instant committedAt, Map<String, List<Long>> ends) {
        this(lsn, committedAt, ends, List.of());
    }

    public Progress {
        filling = List.copyOf(filling);
        ends = ends.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, end -> List.copyOf(end.getValue())));
    }

    /** Whether a reader that is this far has everything that was committed up to {@link #lsn}. */
    public boolean isReachedBy(Reach reach) {
        return ends.entrySet().stream().allMatch(end -> {
            for (int partition = 0; partition < end.getValue().size(); partition++) {
                if (reach.offset(end.getKey(), partition) < end.getValue().get(partition)) {
                    return false;
                }
            }
            return true;
        });
    }
}
