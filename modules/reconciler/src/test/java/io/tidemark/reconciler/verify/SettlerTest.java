package io.tidemark.reconciler.verify;

import static io.tidemark.reconciler.verify.Users.element;
import static io.tidemark.reconciler.verify.Users.key;
import static io.tidemark.reconciler.verify.Users.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.model.change.RowKey;
import io.tidemark.reconciler.run.TidemarkStalledException;
import io.tidemark.reconciler.verify.Drift.Kind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettlerTest {

    private final FakeEndpoints ends = new FakeEndpoints();

    private Settler.Settled settle(long... ids) throws Exception {
        List<RowKey> keys = new ArrayList<>();
        for (long id : ids) {
            keys.add(key(id));
        }
        return new Settler(Users.TABLE, ends).settle(keys);
    }

    private static void assertClear(Settler.Settled settled) {
        assertThat(settled.drifts()).isEmpty();
        assertThat(settled.unsettled()).isEmpty();
    }

    @Test
    void an_insert_that_is_under_way_is_no_drift() throws Exception {
        ends.row(1, row("7", "alice"));
        ends.meanwhile(round -> ends.elements(1, element(1, "alice")));
        assertClear(settle(1));
        assertThat(ends.waits()).isEqualTo(1);
    }

    @Test
    void a_delete_that_is_under_way_is_no_drift() throws Exception {
        ends.elements(1, element(1, "alice"));
        ends.meanwhile(round -> ends.elements(1));
        assertClear(settle(1));
    }

    @Test
    void a_row_that_the_graph_still_lacks_at_its_position_is_drift() throws Exception {
        ends.row(1, row("7", "alice"));
        Settler.Settled settled = settle(1);
        assertThat(settled.drifts()).extracting(Drift::kind).containsExactly(Kind.MISSING);
        assertThat(ends.waits()).isEqualTo(1);
    }

    @Test
    void a_row_that_changed_meanwhile_is_read_again() throws Exception {
        ends.row(1, row("7", "alice"));
        ends.elements(1, element(1, "alice"));
        ends.meanwhile(round -> {
            if (round == 1) {
                ends.row(1, row("8", "alicia"));
            } else {
                ends.elements(1, element(1, "alicia"));
            }
        });
        assertClear(settle(1));
        assertThat(ends.waits()).isEqualTo(2);
    }

    @Test
    void a_row_that_came_or_went_meanwhile_is_read_again() throws Exception {
        ends.elements(2, element(2, "bob"));
        ends.row(2, row("7", "bob"));
        ends.meanwhile(round -> {
            if (round == 1) {
                ends.row(1, row("8", "alice"));
                ends.noRow(2);
            } else {
                ends.elements(1, element(1, "alice"));
                ends.elements(2);
            }
        });
        assertClear(settle(1, 2));
    }

    @Test
    void an_element_without_a_row_is_drift_once_four_rounds_have_found_it() throws Exception {
        ends.elements(1, element(1, "alice"));
        assertThat(settle(1).drifts()).extracting(Drift::kind).containsExactly(Kind.EXTRA);
        assertThat(ends.waits()).isEqualTo(4);
    }

    @Test
    void an_element_that_is_gone_in_the_fourth_round_is_no_drift() throws Exception {
        ends.elements(1, element(1, "alice"));
        ends.meanwhile(round -> {
            if (round == 4) {
                ends.elements(1);
            }
        });
        assertClear(settle(1));
    }

    @Test
    void another_element_of_the_same_key_is_counted_from_one() throws Exception {
        ends.elements(1, element(1, "first", "alice"));
        ends.meanwhile(round -> {
            if (round == 4) {
                ends.elements(1, element(1, "second", "alice"));
            } else if (round == 6) {
                ends.elements(1, element(1, "second", "alicia"));
            }
        });
        assertThat(settle(1).drifts())
                .singleElement()
                .satisfies(drift -> assertThat(drift.element()).containsExactly("alicia"));
        assertThat(ends.waits()).isEqualTo(3 + 2 + 4);
    }

    @Test
    void a_row_between_two_sightings_starts_the_count_again() throws Exception {
        ends.elements(1, element(1, "alice"));
        ends.meanwhile(round -> {
            if (round == 3) {
                ends.row(1, row("7", "bob"));
            } else if (round == 4) {
                ends.noRow(1);
            }
        });
        assertThat(settle(1).drifts()).extracting(Drift::kind).containsExactly(Kind.EXTRA);
        assertThat(ends.waits()).isEqualTo(4 + 4);
    }

    @Test
    void a_row_that_changes_in_every_round_is_unsettled_and_no_drift() throws Exception {
        ends.meanwhile(round -> ends.row(1, row("" + round, "alice " + round)));
        Settler.Settled settled = settle(1);
        assertThat(settled.drifts()).isEmpty();
        assertThat(settled.unsettled()).containsExactly(key(1));
        assertThat(ends.waits()).isEqualTo(Settler.ROUNDS);
    }

    @Test
    void a_key_is_settled_whatever_others_take() throws Exception {
        ends.row(1, row("7", "alice"));
        ends.meanwhile(round -> ends.row(2, row("" + round, "bob " + round)));
        Settler.Settled settled = settle(1, 2);
        assertThat(settled.drifts()).extracting(Drift::key).containsExactly(key(1));
        assertThat(settled.unsettled()).containsExactly(key(2));
    }

    @Test
    void a_graph_that_does_not_follow_proves_nothing() {
        ends.row(1, row("7", "alice"));
        ends.stall("no sink");
        assertThatThrownBy(() -> settle(1)).isInstanceOf(TidemarkStalledException.class);
    }
}
