package io.tidemark.lab.chaos.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Plants what the judge must find. */
final class HistoryComparisonTest {

    private static final String TABLE = "public.users";

    private static Change change(String key, Operation operation, long transaction, String name) {
        return new Change(
                TABLE, key, operation, transaction, operation == Operation.DELETE ? List.of() : List.of(key, name));
    }

    private static List<Change> story() {
        return List.of(
                change("a", Operation.CREATE, 1, "anna"),
                change("b", Operation.CREATE, 1, "bert"),
                change("a", Operation.UPDATE, 2, "anne"),
                change("a", Operation.UPDATE, 3, "anna"),
                change("a", Operation.DELETE, 4, ""),
                change("a", Operation.CREATE, 4, "ann"));
    }

    private static Histories histories(List<Change> changes) {
        Histories histories = new Histories();
        changes.forEach(histories::add);
        return histories;
    }

    private static HistoryComparison.Result compare(List<Change> topics) {
        return HistoryComparison.compare(histories(story()), histories(topics), Set.of());
    }

    @Test
    void the_same_history_is_clean_also_when_keys_interleave_otherwise() {
        List<Change> byKey = new ArrayList<>(
                story().stream().filter(change -> change.key().equals("b")).toList());
        byKey.addAll(story().stream().filter(change -> change.key().equals("a")).toList());
        assertThat(compare(byKey).clean()).isTrue();
        assertThat(compare(story()).clean()).isTrue();
    }

    @Test
    void every_single_loss_is_found() {
        for (int i = 0; i < story().size(); i++) {
            List<Change> topics = new ArrayList<>(story());
            topics.remove(i);
            HistoryComparison.Result result = compare(topics);
            assertThat(result.lost()).as("without %s", story().get(i)).isEqualTo(1);
            assertThat(result.duplicated() + result.unheardOf() + result.outOfOrder())
                    .isZero();
            assertThat(result.examples())
                    .singleElement()
                    .asString()
                    .contains(TABLE + " " + story().get(i).key());
        }
    }

    @Test
    void every_single_duplicate_is_found() {
        for (int i = 0; i < story().size(); i++) {
            List<Change> topics = new ArrayList<>(story());
            topics.add(i, story().get(i));
            HistoryComparison.Result result = compare(topics);
            assertThat(result.duplicated()).as("twice %s", story().get(i)).isEqualTo(1);
            assertThat(result.lost() + result.unheardOf() + result.outOfOrder()).isZero();
        }
    }

    @Test
    void a_transaction_told_again_later_is_duplicated_and_not_out_of_order() {
        List<Change> topics = new ArrayList<>(story());
        topics.addAll(story().subList(2, 4));
        HistoryComparison.Result result = compare(topics);
        assertThat(result.duplicated()).isEqualTo(2);
        assertThat(result.lost() + result.outOfOrder()).isZero();
    }

    @Test
    void an_inversion_on_one_key_is_found() {
        List<Change> topics = new ArrayList<>(story());
        Collections.swap(topics, 2, 3);
        HistoryComparison.Result result = compare(topics);
        assertThat(result.outOfOrder()).isEqualTo(1);
        assertThat(result.lost() + result.duplicated() + result.unheardOf()).isZero();
    }

    @Test
    void a_loss_is_not_made_good_by_a_duplicate_of_another_change() {
        List<Change> topics = new ArrayList<>(story());
        topics.set(3, story().get(2));
        HistoryComparison.Result result = compare(topics);
        assertThat(result.lost()).isEqualTo(1);
        assertThat(result.duplicated()).isEqualTo(1);
    }

    @Test
    void a_change_with_another_row_is_lost_and_unheard_of() {
        List<Change> topics = new ArrayList<>(story());
        topics.set(1, change("b", Operation.CREATE, 1, "bart"));
        HistoryComparison.Result result = compare(topics);
        assertThat(result.lost()).isEqualTo(1);
        assertThat(result.unheardOf()).isEqualTo(1);
    }

    @Test
    void a_key_that_only_the_topics_know_is_unheard_of() {
        List<Change> topics = new ArrayList<>(story());
        topics.add(change("ghost", Operation.CREATE, 9, "who"));
        assertThat(compare(topics).unheardOf()).isEqualTo(1);
    }

    @Test
    void after_a_snapshot_only_the_beginning_of_a_key_may_be_missing() {
        Histories log = histories(story());
        List<Change> topics = new ArrayList<>(story().subList(2, 6));
        assertThat(HistoryComparison.compareAfterSnapshot(log, histories(topics))
                        .clean())
                .isTrue();
        topics.remove(1);
        assertThat(HistoryComparison.compareAfterSnapshot(log, histories(topics))
                        .lost())
                .isEqualTo(1);
    }
}
