package io.tidemark.console.status;

import io.tidemark.console.status.RecordCounts.Count;
import io.tidemark.console.status.RecordCounts.Stretch;
import org.jspecify.annotations.Nullable;

/**
 * The count of one partition, in the making. Two numbers grow out of one reading: the records that wait, counted from the first
 * that is not applied, and the changes that were written, counted from where the count before ended. One thread.
 */
final class PartitionCount {

    private final Stretch stretch;
    private final long waitingBegin;
    private final long waitingBefore;
    private final boolean waitingShort;
    private final long changesBegin;
    private final long changesBefore;
    private final boolean changesShort;
    private long waiting;
    private long changes;
    private boolean givenUp;

    private PartitionCount(
            Stretch stretch, long waitingBegin, long waitingBefore, long changesBegin, long changesBefore) {
        this.stretch = stretch;
        this.waitingBegin = waitingBegin;
        this.waitingBefore = waitingBefore;
        this.waitingShort = stretch.to() - waitingBegin <= RecordCounts.LONGEST;
        this.changesBegin = changesBegin;
        this.changesBefore = changesBefore;
        this.changesShort = stretch.to() - changesBegin <= RecordCounts.LONGEST;
    }

    /** The count to make after this one; null before the first, or when the topic was recreated. */
    static PartitionCount after(@Nullable PartitionCount before, Stretch stretch) {
        if (before == null || before.stretch.to() > stretch.to()) {
            return new PartitionCount(stretch, stretch.from(), 0, stretch.to(), 0);
        }
        boolean goesOn = before.isExact() && before.stretch.from() == stretch.from();
        return new PartitionCount(
                stretch,
                goesOn ? before.stretch.to() : stretch.from(),
                goesOn ? before.count().waiting() : 0,
                before.stretch.to(),
                before.count().changes());
    }

    private boolean isExact() {
        return waitingShort && !givenUp;
    }

    /** The first offset to read; the end when there is nothing to read. */
    long begin() {
        return Math.min(waitingShort ? waitingBegin : stretch.to(), changesShort ? changesBegin : stretch.to());
    }

    long end() {
        return stretch.to();
    }

    /** A record was read. */
    void add(long offset, boolean change) {
        if (offset < stretch.to()) {
            waiting += offset >= waitingBegin ? 1 : 0;
            changes += change && offset >= changesBegin ? 1 : 0;
        }
    }

    /** Not everything could be read in time: offsets are taken for records. */
    void giveUp() {
        givenUp = true;
    }

    Count count() {
        return new Count(
                isExact() ? waitingBefore + waiting : stretch.to() - stretch.from(),
                changesBefore + (changesShort && !givenUp ? changes : stretch.to() - changesBegin));
    }
}
