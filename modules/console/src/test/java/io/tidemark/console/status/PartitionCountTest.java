package io.tidemark.console.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.console.status.RecordCounts.Count;
import io.tidemark.console.status.RecordCounts.Stretch;
import org.junit.jupiter.api.Test;

/** Records are counted, not offsets. */
final class PartitionCountTest {

    private static PartitionCount read(PartitionCount count, long... offsets) {
        for (long offset : offsets) {
            if (offset >= count.begin()) {
                count.add(offset, true);
            }
        }
        return count;
    }

    @Test
    void markers_do_not_wait() {
        assertThat(read(PartitionCount.after(null, new Stretch(5, 9)), 6, 7).count())
                .isEqualTo(new Count(2, 0));
        assertThat(PartitionCount.after(null, new Stretch(5, 6)).count()).isEqualTo(new Count(0, 0));
        assertThat(PartitionCount.after(null, new Stretch(9, 5)).count()).isEqualTo(new Count(0, 0));
    }

    @Test
    void while_the_sink_stands_still_only_what_is_new_is_read() {
        PartitionCount first = read(PartitionCount.after(null, new Stretch(5, 9)), 6, 7);
        PartitionCount next = PartitionCount.after(first, new Stretch(5, 12));
        assertThat(next.begin()).isEqualTo(9);
        assertThat(read(next, 9, 10).count()).isEqualTo(new Count(4, 2));
        assertThat(PartitionCount.after(next, new Stretch(5, 12)).begin()).isEqualTo(12);
    }

    @Test
    void when_the_sink_moves_it_is_counted_anew() {
        PartitionCount first = read(PartitionCount.after(null, new Stretch(5, 9)), 6, 7);
        PartitionCount next = PartitionCount.after(first, new Stretch(7, 12));
        assertThat(next.begin()).isEqualTo(7);
        assertThat(read(next, 7, 9, 10).count()).isEqualTo(new Count(3, 2));
    }

    @Test
    void a_tombstone_waits_but_is_no_change() {
        PartitionCount first = PartitionCount.after(null, new Stretch(0, 0));
        PartitionCount next = PartitionCount.after(first, new Stretch(0, 3));
        next.add(0, true);
        next.add(1, false);
        assertThat(next.count()).isEqualTo(new Count(2, 1));
    }

    @Test
    void a_long_stretch_is_taken_for_as_many_records() {
        long end = RecordCounts.LONGEST + 1;
        PartitionCount first = PartitionCount.after(null, new Stretch(0, end));
        assertThat(first.begin()).isEqualTo(end);
        assertThat(first.count()).isEqualTo(new Count(end, 0));
        PartitionCount next = read(PartitionCount.after(first, new Stretch(0, end + 2)), end);
        assertThat(next.count()).isEqualTo(new Count(end + 2, 1));
    }

    @Test
    void what_could_not_be_read_in_time_is_taken_for_as_many_records() {
        PartitionCount first = PartitionCount.after(null, new Stretch(0, 0));
        PartitionCount next = read(PartitionCount.after(first, new Stretch(0, 10)), 0, 1);
        next.giveUp();
        assertThat(next.count()).isEqualTo(new Count(10, 10));
        assertThat(PartitionCount.after(next, new Stretch(0, 11)).begin()).isZero();
    }

    @Test
    void a_topic_that_was_made_again_is_counted_from_its_beginning() {
        PartitionCount first = read(PartitionCount.after(null, new Stretch(5, 9)), 6, 7);
        PartitionCount next = PartitionCount.after(first, new Stretch(0, 2));
        assertThat(next.begin()).isZero();
        assertThat(read(next, 0).count()).isEqualTo(new Count(1, 0));
    }
}
