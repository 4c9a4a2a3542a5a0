package io.tidemark.sink;

import static io.tidemark.sink.TestTopology.BATCH_SIZE;
import static io.tidemark.sink.TestTopology.FOLLOWS;
import static io.tidemark.sink.TestTopology.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.events.DeadLetter;
import io.tidemark.model.TableName;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.change.RowChange;
import io.tidemark.model.change.RowKey;
import io.tidemark.model.position.Watermark;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.streams.errors.TaskMigratedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The tables' way through the topology. */
class SinkProcessorTest {

    private final TestTopology topology = new TestTopology();

    @AfterEach
    void close() {
        topology.close();
    }

    @Test
    void a_lone_change_is_written_at_once() {
        topology.user("a", "alice");
        assertThat(topology.graph.flushes).hasSize(1);
        assertThat(topology.watermark(USERS).offset()).isZero();
    }

    @Test
    void while_there_is_more_to_read_batches_fill_up_across_tables() {
        topology.input.drained = false;
        topology.user("a", "alice");
        topology.row(FOLLOWS, "a", "b");
        topology.user("a", "alicia");
        assertThat(topology.graph.flushes).isEmpty();
        topology.user("c", "carol");
        assertThat(topology.graph.flushes).hasSize(1);
        assertThat(topology.graph.flushes.get(0).changes()).hasSize(BATCH_SIZE);
        assertThat(topology.watermark(USERS))
                .usingRecursiveComparison()
                .ignoringFields("recordMillis")
                .isEqualTo(new Watermark(USERS, "id", 0, 2, 3));
        assertThat(topology.watermark(FOLLOWS))
                .usingRecursiveComparison()
                .ignoringFields("recordMillis")
                .isEqualTo(new Watermark(FOLLOWS, "id", 0, 0, 1));
    }

    @Test
    void what_waits_for_more_is_written_as_soon_as_there_is_none() {
        topology.input.drained = false;
        topology.user("a", "alice");
        topology.passes(SinkProcessor.TICK);
        assertThat(topology.graph.flushes).isEmpty();
        topology.input.drained = true;
        topology.passes(SinkProcessor.TICK);
        assertThat(topology.graph.flushes).hasSize(1);
    }

    @Test
    void no_change_waits_longer_than_promised() {
        topology.input.drained = false;
        topology.user("a", "alice");
        topology.passes(SinkProcessor.LONGEST_WAIT);
        assertThat(topology.graph.flushes).hasSize(1);
    }

    @Test
    void a_tombstone_is_a_delete_that_is_not_counted() {
        topology.user("a", "-");
        topology.user("a", null);
        assertThat(topology.graph.flushes.get(1).changes())
                .containsExactly(new RowChange.Delete(TableName.parse("public.users"), RowKey.of("a")));
        assertThat(topology.watermark(USERS))
                .usingRecursiveComparison()
                .ignoringFields("recordMillis")
                .isEqualTo(new Watermark(USERS, "id", 0, 1, 1));
    }

    @Test
    void what_the_graph_holds_already_is_dropped() {
        topology.graph.watermarks.put(USERS + "-0", new Watermark(USERS, "id", 0, 0, 0));
        topology.input.start = 0;
        topology.restart();
        topology.user("a", "alice");
        assertThat(topology.graph.flushes).isEmpty();
        topology.user("b", "bob");
        assertThat(topology.watermark(USERS).offset()).isEqualTo(1);
    }

    @Test
    void a_graph_that_moved_makes_streams_join_again_and_writes_nothing() {
        topology.graph.watermarks.put(USERS + "-0", new Watermark(USERS, "id", 0, 7, 8));
        assertThatThrownBy(() -> topology.user("a", "alice")).isInstanceOf(TaskMigratedException.class);
        assertThat(topology.graph.flushes).isEmpty();
        topology.close();
        assertThat(topology.graph.flushes).isEmpty();
    }

    @Test
    void a_task_that_is_started_again_without_a_look_at_the_graph_writes_nothing_and_has_it_looked_at() {
        topology.input.lookedUp = false;
        topology.restart();
        assertThatThrownBy(() -> topology.user("a", "alice")).isInstanceOf(TaskMigratedException.class);
        assertThatThrownBy(() -> topology.passes(SinkProcessor.TICK)).isInstanceOf(TaskMigratedException.class);
        assertThatThrownBy(() -> topology.progress("0/10", 0)).isInstanceOf(TaskMigratedException.class);
        topology.close();
        assertThat(topology.graph.flushes).isEmpty();
        assertThat(topology.tidemark.asked).isZero();
    }

    @Test
    void a_record_that_cannot_be_read_is_put_aside_and_the_rest_goes_on() {
        topology.input.drained = false;
        topology.user("a", "alice");
        topology.user("b", "unreadable");
        topology.user("c", "carol");
        topology.close();
        assertThat(topology.letters)
                .extracting(letter -> letter.place().offset())
                .containsExactly(1L);
        assertThat(topology.letters.get(0).value()).isEqualTo("unreadable".getBytes(StandardCharsets.UTF_8));
        assertThat(topology.graph.flushes.get(0).changes()).hasSize(2);
        assertThat(topology.watermark(USERS).offset()).isEqualTo(2);
        assertThat(topology.watermark(USERS).changes()).isEqualTo(2);
    }

    @Test
    void a_record_that_cannot_be_read_moves_the_watermark_even_alone() {
        topology.user("b", "unreadable");
        assertThat(topology.watermark(USERS).offset()).isZero();
        assertThat(topology.graph.flushes.get(0).changes()).isEmpty();
    }

    @Test
    void very_many_unreadable_records_in_a_row_stop_the_sink_where_it_was() {
        topology.input.drained = false;
        for (int index = 0; index < DeadLetterRun.LONGEST - 1; index++) {
            topology.user("b", "unreadable");
        }
        TidemarkException failure = TestTopology.failureOf(() -> topology.user("b", "unreadable"));
        assertThat(failure.category()).isEqualTo(Category.FATAL);
        assertThat(failure)
                .hasMessageContaining("100 records in a row")
                .hasMessageContaining("t.public.users-0 offset 99");
        topology.close();
        assertThat(topology.graph.flushes).isEmpty();
    }

    @Test
    void many_unreadable_records_with_good_ones_between_do_not() {
        for (int index = 0; index < DeadLetterRun.LONGEST; index++) {
            topology.user("b", "unreadable");
            topology.user("a", "alice");
        }
        assertThat(topology.letters).hasSize(DeadLetterRun.LONGEST);
    }

    @Test
    void rows_that_the_graph_refuses_are_put_aside_alone() {
        topology.input.drained = false;
        topology.graph.refused.add(RowKey.of("b"));
        topology.user("a", "alice");
        topology.user("b", "bob");
        topology.user("c", "carol");
        assertThat(topology.letters)
                .extracting(letter -> letter.place().offset())
                .containsExactly(1L);
        assertThat(topology.letters.get(0).kind()).isEqualTo(DeadLetter.Kind.REFUSED);
        assertThat(topology.graph.flushes).hasSize(1);
        assertThat(topology.graph.flushes.get(0).changes()).hasSize(2);
        assertThat(topology.watermark(USERS).offset()).isEqualTo(2);
    }

    @Test
    void very_many_refused_rows_in_a_row_stop_the_sink() {
        topology.graph.refused.add(RowKey.of("b"));
        for (int index = 0; index < DeadLetterRun.LONGEST - 1; index++) {
            topology.user("b", "bob");
        }
        assertThat(TestTopology.failureOf(() -> topology.user("b", "bob")).category())
                .isEqualTo(Category.FATAL);
    }

    @Test
    void of_rows_that_are_refused_only_together_the_later_is_put_aside() {
        topology.input.drained = false;
        topology.graph.refusedTogether.addAll(List.of(RowKey.of("a"), RowKey.of("c")));
        topology.user("a", "alice");
        topology.user("b", "bob");
        topology.user("c", "carol");
        assertThat(topology.letters)
                .extracting(letter -> letter.place().offset())
                .containsExactly(2L);
        assertThat(topology.watermark(USERS).offset()).isEqualTo(2);
    }

    @Test
    void a_graph_that_refuses_all_and_none_stops_the_sink_and_keeps_the_place() {
        topology.graph.refusal = new TidemarkException(Category.DEAD_LETTER, "refused");
        assertThat(TestTopology.failureOf(() -> topology.user("a", "alice")).category())
                .isEqualTo(Category.FATAL);
        topology.graph.refusal = null;
        topology.close();
        assertThat(topology.letters).isEmpty();
        assertThat(topology.graph.flushes).isEmpty();
    }

    @Test
    void a_refusal_that_is_gone_when_its_row_is_looked_for_costs_nothing() {
        topology.graph.refusal = new TidemarkException(Category.DEAD_LETTER, "refused");
        topology.graph.refusesOnce = true;
        topology.user("a", "alice");
        assertThat(topology.letters).isEmpty();
        assertThat(topology.watermark(USERS).offset()).isZero();
    }

    @Test
    void a_hold_is_awaited_and_then_the_place_is_looked_up_again() {
        topology.graph.held = true;
        assertThatThrownBy(() -> topology.user("a", "alice")).isInstanceOf(TaskMigratedException.class);
        assertThat(topology.graph.holdsAwaited).isEqualTo(1);
        topology.close();
        assertThat(topology.graph.flushes).isEmpty();
    }

    @Test
    void an_idle_task_asks_the_graph_now_and_then_and_goes_on_where_that_says() {
        topology.user("a", "alice");
        topology.passes(SinkProcessor.TICK);
        assertThat(topology.graph.looks).isZero();
        topology.passes(GraphWatch.EVERY);
        assertThat(topology.graph.looks).isPositive();
        topology.graph.watermarks.clear();
        assertThatThrownBy(() -> topology.passes(GraphWatch.EVERY)).isInstanceOf(TaskMigratedException.class);
    }

    @Test
    void a_task_that_read_nothing_yet_notices_a_graph_that_moved_on() {
        topology.passes(GraphWatch.EVERY);
        topology.graph.watermarks.put(FOLLOWS + "-0", new Watermark(FOLLOWS, "id", 0, 7, 8));
        assertThatThrownBy(() -> topology.passes(GraphWatch.EVERY)).isInstanceOf(TaskMigratedException.class);
    }

    @Test
    void a_batch_that_outgrows_the_graphs_memory_is_read_again_in_smaller_ones_each_with_its_watermark() {
        topology.input.drained = false;
        topology.graph.memory = 1;
        topology.user("a", "alice");
        topology.user("b", "bob");
        assertThatThrownBy(() -> topology.user("c", "carol")).isInstanceOf(TaskMigratedException.class);
        topology.close();
        assertThat(topology.graph.flushes).isEmpty();
        topology.restart();
        topology.user("a", "alice");
        topology.user("b", "bob");
        topology.user("c", "carol");
        assertThat(topology.graph.flushes).hasSize(2);
        assertThat(topology.watermark(USERS).offset()).isEqualTo(1);
        topology.input.drained = true;
        topology.passes(SinkProcessor.TICK);
        assertThat(topology.watermark(USERS).offset()).isEqualTo(2);
        assertThat(topology.watermark(USERS).changes()).isEqualTo(3);
        assertThat(topology.letters).isEmpty();
    }

    @Test
    void a_row_that_outgrows_the_graphs_memory_alone_is_a_dead_letter() {
        topology.graph.tooLarge.add(RowKey.of("b"));
        topology.user("a", "alice");
        topology.user("b", "bob");
        topology.user("c", "carol");
        assertThat(topology.letters)
                .extracting(letter -> letter.place().offset() + " " + letter.cause())
                .containsExactly("1 no memory");
        assertThat(topology.letters.get(0).kind()).isEqualTo(DeadLetter.Kind.REFUSED);
        assertThat(topology.watermark(USERS).offset()).isEqualTo(2);
    }

    @Test
    void a_small_row_waits_while_others_have_the_graphs_memory() {
        topology.graph.tooLarge.add(RowKey.of("a"));
        topology.graph.tooLargeFor = 3;
        topology.stopped = false;
        topology.user("a", "alice");
        assertThat(topology.letters).isEmpty();
        assertThat(topology.watermark(USERS).offset()).isZero();
    }

    @Test
    void a_batch_ends_before_a_record_that_would_make_it_too_large() {
        topology.input.drained = false;
        topology.user("a", "alice");
        topology.user("b", "b".repeat((int) BatchLimit.MOST));
        assertThat(topology.graph.flushes).hasSize(1);
        assertThat(topology.watermark(USERS).offset()).isZero();
    }

    @Test
    void a_clean_stop_writes_what_was_read() {
        topology.input.drained = false;
        topology.user("a", "alice");
        topology.close();
        assertThat(topology.watermark(USERS).offset()).isZero();
    }
}
