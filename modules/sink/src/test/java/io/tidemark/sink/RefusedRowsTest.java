package io.tidemark.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.model.TableName;
import io.tidemark.model.change.RowChange;
import io.tidemark.model.change.RowKey;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class RefusedRowsTest {

    private static final TopicPartition PARTITION = new TopicPartition("t.public.users", 0);

    private final FakeGraph graph = new FakeGraph();

    @Test
    void rows_that_are_all_taken_are_tried_at_once() {
        assertThat(refused(100)).isEmpty();
        assertThat(graph.tries).isEqualTo(2);
    }

    @Test
    void each_refused_row_is_found_among_good_ones() {
        graph.refused.addAll(List.of(key(0), key(41), key(99)));
        assertThat(refused(100)).containsExactly(0, 41, 99);
    }

    @Test
    void one_refused_row_among_many_costs_two_tries_for_each_halving() {
        graph.refused.add(key(700));
        assertThat(refused(1_024)).containsExactly(700);
        assertThat(graph.tries).isLessThanOrEqualTo(2 * 10 + 2);
    }

    @Test
    void when_every_row_is_refused_none_is_left() {
        graph.refused.addAll(
                IntStream.range(0, 7).mapToObj(RefusedRowsTest::key).toList());
        assertThat(refused(7)).containsExactly(0, 1, 2, 3, 4, 5, 6);
    }

    @Test
    void of_two_that_are_refused_only_together_the_one_that_was_read_later_is_refused() {
        graph.refusedTogether.addAll(List.of(key(3), key(60)));
        assertThat(refused(100)).containsExactly(60);
    }

    @Test
    void a_row_that_is_refused_alone_is_not_blamed_on_another() {
        graph.refused.add(key(3));
        graph.refusedTogether.addAll(List.of(key(3), key(60)));
        assertThat(refused(100)).containsExactly(3);
    }

    private List<Integer> refused(int rows) {
        List<ChangeBuffer.Entry> entries =
                IntStream.range(0, rows).mapToObj(RefusedRowsTest::row).toList();
        return RefusedRows.refused(graph, entries).keySet().stream()
                .map(entry -> (int) entry.origin().offset())
                .toList();
    }

    private static ChangeBuffer.Entry row(int number) {
        RowChange change = new RowChange.Upsert(TableName.parse("public.users"), key(number), Map.of());
        return new ChangeBuffer.Entry(change, new ReadRecord(PARTITION, number, 0, null, null));
    }

    private static RowKey key(int number) {
        return RowKey.of("row-" + number);
    }
}
