package io.tidemark.reconciler.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.model.Problem;
import io.tidemark.reconciler.verify.Verify.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VerifyResultTest {

    private static final TableResult COMPARED = TableResult.compared(Users.TABLE, 10, 11);
    private static final TableResult STRAYS = TableResult.strays(Users.TABLE, 1);
    private static final TableResult UNSETTLED = TableResult.unsettled(Users.TABLE, 2, "the graph does not follow");
    private static final TableResult CHANGING =
            TableResult.settled(Users.TABLE, 1, new Settler.Settled(List.of(), Set.of(Users.key(1))));
    private static final TableResult UNREAD = TableResult.unread(
            Users.TABLE,
            List.of(new Problem("it does not exist", "create it"), new Problem("it is a view", "map the table")));

    private static Verdict verdict(TableResult... tables) {
        return result(tables).verdict();
    }

    private static Verify.Result result(TableResult... tables) {
        return new Verify.Result("all", Instant.EPOCH, Instant.EPOCH, List.of(tables));
    }

    @Test
    void numbers_add_up_and_the_first_reason_stays() {
        TableResult sum = COMPARED.plus(COMPARED).plus(UNSETTLED).plus(STRAYS).plus(UNREAD);
        assertThat(sum).isEqualTo(new TableResult(Users.TABLE, 20, 22, 2, 0, 0, 0, 1, 2, "the graph does not follow"));
    }

    @Test
    void a_table_that_cannot_be_read_names_every_problem() {
        assertThat(UNREAD.notCompared()).isEqualTo("it does not exist: create it; it is a view: map the table");
        assertThat(UNREAD.complete()).isFalse();
    }

    @Test
    void equal_ends_are_in_sync() {
        assertThat(verdict(COMPARED, COMPARED)).isEqualTo(Verdict.IN_SYNC);
    }

    @Test
    void what_was_not_compared_is_never_called_in_sync() {
        assertThat(verdict(COMPARED, UNREAD)).isEqualTo(Verdict.INCOMPLETE);
        assertThat(verdict(COMPARED, UNSETTLED)).isEqualTo(Verdict.INCOMPLETE);
        assertThat(verdict(COMPARED, CHANGING)).isEqualTo(Verdict.INCOMPLETE);
    }

    @Test
    void a_stray_is_drift_though_no_key_names_it() {
        assertThat(verdict(COMPARED, STRAYS)).isEqualTo(Verdict.DRIFT);
        assertThat(result(COMPARED, STRAYS).driftCount()).isEqualTo(1);
    }

    @Test
    void drift_is_drift_also_where_not_everything_was_compared() {
        assertThat(verdict(UNREAD, STRAYS)).isEqualTo(Verdict.DRIFT);
        assertThat(result(UNREAD, STRAYS).isComplete()).isFalse();
    }
}
