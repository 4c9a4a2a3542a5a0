package io.tidemark.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.graphstore.Advance;
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
        buffer.add(USERS, 10, user("a", "old"), true);
        buffer.add(USERS, 12, user("b", "bob"), true);
        buffer.add(USERS, 13, user("a", "new"), true);
        assertThat(buffer.size()).isEqualTo(2);
        assertThat(buffer.flush().changes()).containsExactlyInAnyOrder(user("a", "new"), user("b", "bob"));
        assertThat(buffer.flush().advances())
                .containsExactly(new Advance(
                        new Watermark(USERS.topic(), "u", 3, 9, 5), new Watermark(USERS.topic(), "u", 3, 13, 8)));
    }

    @Test
    void equal_keys_of_two_tables_are_two_rows() {
        buffer.add(USERS, 10, user("a", "alice"), true);
        buffer.add(FOLLOWS, 0, new RowChange.Delete(TableName.parse("public.follows"), RowKey.of("a")), true);
        assertThat(buffer.size()).isEqualTo(2);
        assertThat(buffer.flush().advances()).hasSize(2);
    }

    @Test
    void a_tombstone_moves_the_offset_but_is_no_change_of_its_own() {
        RowChange delete = new RowChange.Delete(TableName.parse("public.users"), RowKey.of("a"));
        buffer.add(USERS, 10, delete, true);
        buffer.add(USERS, 11, delete, false);
        assertThat(buffer.flush().advances().get(0).next()).isEqualTo(new Watermark(USERS.topic(), "u", 3, 11, 6));
    }

    @Test
    void what_was_applied_is_where_the_next_flush_starts() {
        buffer.add(USERS, 10, user("a", "alice"), true);
        buffer.applied();
        assertThat(buffer.isEmpty()).isTrue();
        buffer.add(USERS, 11, user("a", "alicia"), true);
        assertThat(buffer.flush().advances().get(0).expected().offset()).isEqualTo(10);
    }

    private static RowChange user(String id, String name) {
        return new RowChange.Upsert(TableName.parse("public.users"), RowKey.of(id), Map.of("username", name));
    }
}
