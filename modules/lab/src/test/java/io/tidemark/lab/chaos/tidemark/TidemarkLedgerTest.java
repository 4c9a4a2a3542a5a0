package io.tidemark.lab.chaos.tidemark;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.model.position.Lsn;
import java.util.Map;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TidemarkLedgerTest {

    private static final String PROBE = "FOLLOWS 1 2";

    private final TidemarkLedger ledger = new TidemarkLedger();

    @BeforeEach
    void commitTwoValues() {
        ledger.committed(PROBE, 1, new Lsn(90), new Lsn(100), 0);
        ledger.committed(PROBE, 2, new Lsn(190), new Lsn(200), 0);
    }

    @Test
    void a_tidemark_that_keeps_its_promises_is_not_stale() {
        ledger.sample(new Lsn(99), Map.of(), 0);
        ledger.sample(new Lsn(100), Map.of(PROBE, 1L), 0);
        ledger.sample(new Lsn(199), Map.of(PROBE, 2L), 0);
        ledger.sample(new Lsn(300), Map.of(PROBE, 2L), 0);
        assertThat(ledger.result().samples()).isEqualTo(4);
        assertThat(ledger.result().stale()).isZero();
        assertThat(ledger.result().backwards()).isZero();
    }

    @Test
    void a_tidemark_that_promises_an_older_value_lied() {
        ledger.sample(new Lsn(200), Map.of(PROBE, 1L), 0);
        assertThat(ledger.result().stale()).isEqualTo(1);
        assertThat(ledger.result().examples()).singleElement().asString().contains("promised value 2", PROBE);
    }

    @Test
    void a_tidemark_that_promises_what_is_not_there_at_all_lied() {
        ledger.sample(new Lsn(100), Map.of(), 0);
        ledger.settle((probe, position) -> false);
        ledger.settle((probe, position) -> false);
        assertThat(ledger.result().stale()).isEqualTo(1);
        assertThat(ledger.result().examples()).singleElement().asString().contains("promised value 1", PROBE);
    }

    @Test
    void a_truncation_behind_a_value_excuses_its_absence_and_nothing_else() {
        BiPredicate<String, Lsn> truncatedAt195 = (probe, position) -> position.compareTo(new Lsn(195)) < 0;
        ledger.sample(new Lsn(200), Map.of(), 0);
        ledger.settle(truncatedAt195);
        assertThat(ledger.result().stale()).isZero();
        ledger.sample(new Lsn(200), Map.of(PROBE, 1L), 0);
        ledger.settle(truncatedAt195);
        assertThat(ledger.result().stale()).as("an older value").isEqualTo(1);
        ledger.committed(PROBE, 3, new Lsn(290), new Lsn(300), 0);
        ledger.sample(new Lsn(300), Map.of(), 0);
        ledger.settle(truncatedAt195);
        assertThat(ledger.result().stale()).as("written behind it").isEqualTo(2);
    }

    @Test
    void a_tidemark_still_lies_after_it_told_the_truth() {
        ledger.sample(new Lsn(200), Map.of(PROBE, 2L), 0);
        ledger.sample(new Lsn(201), Map.of(PROBE, 1L), 0);
        assertThat(ledger.result().stale()).isEqualTo(1);
    }

    @Test
    void a_tidemark_that_goes_back_is_found() {
        ledger.sample(new Lsn(200), Map.of(PROBE, 2L), 0);
        ledger.sample(new Lsn(100), Map.of(PROBE, 2L), 0);
        assertThat(ledger.result().backwards()).isEqualTo(1);
    }

    @Test
    void lag_is_the_age_of_the_oldest_commit_that_waits() {
        ledger.committed(PROBE, 3, new Lsn(290), new Lsn(300), 1_000_000_000L);
        ledger.sample(new Lsn(200), Map.of(PROBE, 2L), 5_000_000_000L);
        assertThat(ledger.result().greatestLagMillis()).isEqualTo(4_000);
        ledger.sample(new Lsn(300), Map.of(PROBE, 3L), 9_000_000_000L);
        assertThat(ledger.result().greatestLagMillis()).isEqualTo(4_000);
    }
}
