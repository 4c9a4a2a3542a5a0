package io.tidemark.lab.chaos.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** One key's log and topic, both right and broken on purpose. */
final class StatementComparisonTest {

    private static final String TABLE = "public.follows";
    private static final String KEY = "b";

    /** Something that one side tells. */
    @FunctionalInterface
    private interface Step {
        void accept(Histories histories);
    }

    /** What was there when, as both sides tell it. */
    private static Step change(Operation operation, long transaction, String row) {
        List<String> columns = operation == Operation.DELETE ? List.of() : List.of(row);
        return log -> log.add(new Change(TABLE, KEY, operation, transaction, List.copyOf(columns)));
    }

    private static final Step CREATE = change(Operation.CREATE, 1, "one");
    private static final Step UPDATE = change(Operation.UPDATE, 5, "two");
    private static final Step DELETE = change(Operation.DELETE, 7, "");

    private static Step truncate(long transaction) {
        return log -> log.truncate(TABLE, transaction);
    }

    private static Step ask(long transaction) {
        return log -> log.request(TABLE, KEY, transaction);
    }

    private static Step askForRange(long transaction) {
        return log -> log.requestRange(TABLE, "a", "c", transaction);
    }

    private static Step reread(String row) {
        return topic -> topic.statement(TABLE, KEY, Operation.REREAD, List.of(row));
    }

    private static final Step NOTHING = topic -> topic.statement(TABLE, KEY, Operation.REREAD_NOTHING, List.of());
    private static final Step SWEEP = topic -> topic.statement(TABLE, KEY, Operation.SWEEP, List.of());
    private static final Step SNAPSHOT = topic -> topic.statement(TABLE, KEY, Operation.SNAPSHOT, List.of("one"));

    private static List<Step> list(Step... steps) {
        return List.of(steps);
    }

    private static HistoryComparison.Result compare(List<Step> log, List<Step> topic) {
        Histories logged = new Histories();
        Histories published = new Histories();
        log.forEach(step -> step.accept(logged));
        topic.forEach(step -> step.accept(published));
        return HistoryComparison.compare(logged, published, Set.of());
    }

    private static void right(List<Step> log, List<Step> topic) {
        HistoryComparison.Result result = compare(log, topic);
        assertThat(result.clean()).as("%s", result).isTrue();
    }

    private static void wrong(List<Step> log, List<Step> topic) {
        HistoryComparison.Result result = compare(log, topic);
        assertThat(result.wrongStatements()).as("%s", result).isEqualTo(1);
        assertThat(result.lost() + result.duplicated() + result.unheardOf() + result.outOfOrder())
                .isZero();
        assertThat(result.examples()).singleElement().asString().contains("sweeps or re-reads are wrong");
    }

    @Test
    void a_truncation_sweeps_a_key_that_has_a_row_once_and_in_its_place() {
        List<Step> log = list(CREATE, UPDATE, truncate(6));
        right(log, list(CREATE, UPDATE, SWEEP));
        wrong(log, list(CREATE, UPDATE));
        wrong(log, list(CREATE, UPDATE, SWEEP, SWEEP));
        wrong(log, list(CREATE, SWEEP, UPDATE));
        wrong(log, list(CREATE, UPDATE, NOTHING));
    }

    @Test
    void a_truncation_does_not_sweep_a_key_without_a_row() {
        List<Step> log = list(truncate(1), CREATE, DELETE, truncate(8));
        List<Step> create = list(CREATE, DELETE);
        right(log, create);
        wrong(log, list(SWEEP, CREATE, DELETE));
        wrong(log, list(CREATE, DELETE, SWEEP));
    }

    @Test
    void a_key_that_comes_back_after_a_truncation_is_not_swept_for_it_again() {
        List<Step> log = list(CREATE, truncate(4), change(Operation.CREATE, 4, "again"));
        right(log, list(CREATE, SWEEP, change(Operation.CREATE, 4, "again")));
        wrong(log, list(CREATE, change(Operation.CREATE, 4, "again"), SWEEP));
        wrong(log, list(CREATE, SWEEP, change(Operation.CREATE, 4, "again"), SWEEP));
    }

    @Test
    void without_a_truncation_nothing_may_be_swept() {
        wrong(list(CREATE), list(CREATE, SWEEP));
        wrong(list(CREATE, ask(2)), list(CREATE, SWEEP));
    }

    @Test
    void a_request_is_answered_once_or_more_between_the_right_changes() {
        List<Step> log = list(CREATE, ask(2), UPDATE);
        right(log, list(CREATE, reread("one"), UPDATE));
        right(log, list(CREATE, reread("one"), reread("one"), UPDATE));
        wrong(log, list(CREATE, UPDATE));
        wrong(log, list(reread("one"), CREATE, UPDATE));
        wrong(log, list(CREATE, UPDATE, reread("two")));
    }

    @Test
    void nobody_else_may_tell_a_state() {
        wrong(list(CREATE), list(CREATE, reread("one")));
        wrong(list(CREATE, DELETE), list(CREATE, DELETE, NOTHING));
        wrong(list(CREATE), list(SNAPSHOT, CREATE));
        wrong(list(), list(reread("one")));
    }

    @Test
    void a_reread_may_be_of_a_later_state_but_of_no_older_one_and_of_none_that_never_was() {
        List<Step> log = list(CREATE, UPDATE, ask(6), DELETE);
        right(log, list(CREATE, UPDATE, reread("two"), DELETE));
        right(log, list(CREATE, UPDATE, NOTHING, DELETE));
        wrong(log, list(CREATE, UPDATE, reread("one"), DELETE));
        wrong(log, list(CREATE, UPDATE, reread("three"), DELETE));
        right(list(ask(1), CREATE), list(reread("one"), CREATE));
    }

    @Test
    void rereads_do_not_go_back_in_time() {
        List<Step> log = list(CREATE, ask(2), ask(3), UPDATE, DELETE);
        right(log, list(CREATE, reread("one"), reread("two"), UPDATE, DELETE));
        wrong(log, list(CREATE, reread("two"), reread("one"), UPDATE, DELETE));
        wrong(log, list(CREATE, NOTHING, reread("two"), UPDATE, DELETE));
    }

    @Test
    void a_request_sees_all_of_its_own_transaction_and_half_of_none() {
        List<Step> log = list(
                CREATE, ask(5), UPDATE, change(Operation.UPDATE, 5, "three"), ask(6), change(Operation.DELETE, 7, ""));
        Step three = change(Operation.UPDATE, 5, "three");
        right(log, list(CREATE, reread("three"), UPDATE, three, reread("three"), DELETE));
        wrong(log, list(CREATE, reread("one"), UPDATE, three, reread("three"), DELETE));
        wrong(log, list(CREATE, reread("two"), UPDATE, three, reread("three"), DELETE));
    }

    @Test
    void each_of_several_requests_is_answered() {
        List<Step> log = list(CREATE, ask(2), ask(3));
        right(log, list(CREATE, reread("one"), reread("one")));
        wrong(log, list(CREATE, reread("one")));
    }

    @Test
    void a_key_that_never_was_is_answered_with_nothing() {
        right(list(ask(1)), list(NOTHING));
        wrong(list(ask(1)), list());
        wrong(list(ask(1)), list(reread("one")));
    }

    @Test
    void a_range_tells_rows_only_and_all_that_stayed() {
        List<Step> stayed = list(CREATE, askForRange(2), UPDATE);
        right(stayed, list(CREATE, reread("one"), UPDATE));
        right(stayed, list(CREATE, reread("two"), UPDATE));
        wrong(stayed, list(CREATE, UPDATE));
        List<Step> went = list(CREATE, askForRange(2), DELETE);
        right(went, list(CREATE, reread("one"), DELETE));
        right(went, list(CREATE, DELETE));
        wrong(went, list(CREATE, NOTHING, DELETE));
        right(list(askForRange(1), CREATE), list(reread("one"), CREATE));
    }

    @Test
    void a_range_covers_its_keys_only() {
        wrong(list(CREATE, log -> log.requestRange(TABLE, "c", "", 2)), list(CREATE, reread("one")));
        wrong(list(CREATE, log -> log.requestRange(TABLE, "", "b", 2)), list(CREATE, reread("one")));
        right(list(CREATE, log -> log.requestRange(TABLE, "b", "", 2)), list(CREATE, reread("one")));
    }

    @Test
    void a_reread_from_the_future_decides_what_a_truncation_sweeps() {
        List<Step> notYet = list(ask(1), truncate(3), UPDATE);
        right(notYet, list(reread("two"), SWEEP, UPDATE));
        right(notYet, list(NOTHING, UPDATE));
        wrong(notYet, list(reread("two"), UPDATE));
        List<Step> noMore = list(CREATE, ask(2), truncate(3));
        right(noMore, list(CREATE, reread("one"), SWEEP));
        right(noMore, list(CREATE, NOTHING));
        wrong(noMore, list(CREATE, NOTHING, SWEEP));
    }

    @Test
    void after_a_lost_change_only_that_is_counted() {
        HistoryComparison.Result result = compare(list(CREATE, UPDATE, truncate(6)), list(CREATE, SWEEP));
        assertThat(result.lost()).isEqualTo(1);
        assertThat(result.wrongStatements()).isZero();
    }
}
