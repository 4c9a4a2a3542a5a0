package io.tidemark.lab.chaos.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TopicHistoryTest {

    private static final String TABLE = "public.users";

    private final TopicHistory history = new TopicHistory();

    private void create(String key, String name) {
        history.change(new Change(TABLE, key, Operation.CREATE, 1, List.of(key, name)), "users-0@1");
    }

    private void delete(String key) {
        history.change(new Change(TABLE, key, Operation.DELETE, 2, List.of()), "users-0@2");
    }

    @Test
    void the_last_record_of_a_key_is_its_row() {
        create("a", "anna");
        create("b", "bert");
        delete("a");
        history.tombstone(TABLE, "a", "users-0@3");
        history.end();
        assertThat(history.rows(TABLE)).containsOnlyKeys("b");
        assertThat(history.tombstoneFaults()).isZero();
        assertThat(history.histories().size()).isEqualTo(3);
    }

    @Test
    void a_delete_without_tombstone_is_a_fault() {
        create("a", "anna");
        delete("a");
        create("a", "anne");
        history.end();
        assertThat(history.tombstoneFaults()).isEqualTo(1);
        assertThat(history.examples()).singleElement().asString().contains("no tombstone");
    }

    @Test
    void a_delete_at_the_end_without_tombstone_is_a_fault() {
        create("a", "anna");
        delete("a");
        history.end();
        assertThat(history.tombstoneFaults()).isEqualTo(1);
    }

    @Test
    void a_second_tombstone_is_a_fault() {
        create("a", "anna");
        delete("a");
        history.tombstone(TABLE, "a", "users-0@3");
        history.tombstone(TABLE, "a", "users-0@4");
        assertThat(history.tombstoneFaults()).isEqualTo(1);
    }

    @Test
    void what_tells_no_change_counts_apart_but_makes_the_row() {
        history.statement(TABLE, "a", Operation.SNAPSHOT, List.of("a", "anna"), "users-0@0");
        history.end();
        assertThat(history.apart()).isEqualTo(1);
        assertThat(history.histories().size()).isZero();
        assertThat(history.rows(TABLE)).containsOnlyKeys("a");
    }

    @Test
    void a_mirror_finds_what_is_missing_left_over_and_different() {
        create("a", "anna");
        create("b", "bert");
        create("c", "carl");
        MirrorComparison comparison = new MirrorComparison(TABLE, history.rows(TABLE));
        comparison.row("a", List.of("a", "anna"));
        comparison.row("b", List.of("b", "bart"));
        comparison.row("d", List.of("d", "dora"));
        MirrorComparison.Result result = comparison.result();
        assertThat(result.wrong()).isEqualTo(3);
        assertThat(result.examples()).hasSize(3);
    }
}
