package io.tidemark.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.graphstore.WatermarkAdvance;
import io.tidemark.model.TableName;
import io.tidemark.model.change.RowChange;
import io.tidemark.model.change.RowKey;
import io.tidemark.model.position.Watermark;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ChangeBufferTest {

    private static final TopicPartition USERS = new TopicPartition("t.public.users", 3);
    private static final TopicPartition FOLLOWS = new TopicPartition("t.public.follows", 3);

    private final ChangeBuffer buffer = new ChangeBuffer();

    ChangeBufferTest() {
        buffer.startAt(USERS, new Watermark(USERS.topic(), "u", 3, 9, 5));
        buffer.startAt(FOLLOWS, new Watermark(FOLLOWS.topic(), "f", 3, -1, 0));
    }

    @Test
    void the_later_change_of_a_key_wins_and_both_are_counted() {
        buffer.add(record(USERS, 10, true), user("a", "old"));
        buffer.add(record(USERS, 12, true), user("b", "bob"));
        buffer.add(record(USERS, 13, true), user("a", "new"));
        assertThat(buffer.size()).isEqualTo(2);
        assertThat(buffer.flush().changes()).containsExactlyInAnyOrder(user("a", "new"), user("b", "bob"));
        assertThat(buffer.flush().advances())
                .containsExactly(new WatermarkAdvance(
                        new Watermark(USERS.topic(), "u", 3, 9, 5),
                        new Watermark(USERS.topic(), "u", 3, 13, 8, 1_013)));
    }

    @Test
    void equal_keys_of_two_tables_are_two_rows() {
        buffer.add(record(USERS, 10, true), user("a", "alice"));
        buffer.add(record(FOLLOWS, 0, true), new RowChange.Delete(TableName.parse("public.follows"), RowKey.of("a")));
        assertThat(buffer.size()).isEqualTo(2);
        assertThat(buffer.flush().advances()).hasSize(2);
    }

    @Test
    void a_tombstone_moves_the_offset_but_is_no_change_of_its_own() {
        RowChange delete = new RowChange.Delete(TableName.parse("public.users"), RowKey.of("a"));
        buffer.add(record(USERS, 10, true), delete);
        buffer.add(record(USERS, 11, false), delete);
        assertThat(buffer.flush().advances().get(0).next())
                .isEqualTo(new Watermark(USERS.topic(), "u", 3, 11, 6, 1_011));
    }

    @Test
    void what_was_applied_is_where_the_next_flush_starts() {
        buffer.add(record(USERS, 10, true), user("a", "alice"));
        buffer.applied();
        assertThat(buffer.isEmpty()).isTrue();
        buffer.add(record(USERS, 11, true), user("a", "alicia"));
        assertThat(buffer.flush().advances().get(0).expected().offset()).isEqualTo(10);
    }

    @Test
    void a_skipped_record_moves_the_offset_and_nothing_else() {
        buffer.skip(record(USERS, 10, true));
        assertThat(buffer.isEmpty()).isFalse();
        assertThat(buffer.flush().changes()).isEmpty();
        assertThat(buffer.flush().advances().get(0).next())
                .isEqualTo(new Watermark(USERS.topic(), "u", 3, 10, 5, 1_010));
    }

    @Test
    void a_row_that_is_taken_out_leaves_how_far_was_read() {
        buffer.add(record(USERS, 10, true), user("a", "alice"));
        buffer.add(record(USERS, 11, true), user("b", "bob"));
        buffer.remove(buffer.entries().get(1));
        assertThat(buffer.flush().changes()).containsExactly(user("a", "alice"));
        assertThat(buffer.flush().advances().get(0).next().offset()).isEqualTo(11);
    }

    private static ReadRecord record(TopicPartition partition, long offset, boolean counts) {
        return new ReadRecord(partition, offset, 1_000 + offset, new byte[0], counts ? new byte[0] : null);
    }

    private static RowChange user(String id, String name) {
        return new RowChange.Upsert(TableName.parse("public.users"), RowKey.of(id), Map.of("username", name));
    }
}
