package io.tidemark.capture.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.capture.settings.TestSettings;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.io.EOFException;
import java.sql.SQLException;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;

class EngineFailureTest {

    @Test
    void a_slot_in_use_is_worth_another_try() {
        TidemarkException failure = explain(new SQLException("slot is active for PID 7", "55006"));
        assertThat(failure.category()).isEqualTo(Category.RETRY);
        assertThat(failure).hasMessageContaining("replication slot tidemark is in use by another capture");
    }

    @Test
    void a_lost_connection_is_worth_another_try() {
        assertThat(explain(new SQLException("I/O error", "08006")).category()).isEqualTo(Category.RETRY);
        assertThat(explain(new EOFException()).category()).isEqualTo(Category.RETRY);
        assertThat(explain(new SQLException("shutting down", "57P01")).category())
                .isEqualTo(Category.RETRY);
    }

    @Test
    void a_connection_that_fails_while_the_engine_tries_it_is_worth_another_try() {
        assertThat(explain(new IllegalStateException("Connector configuration is not valid. Error while validating"
                                + " connector config: The connection attempt failed."))
                        .category())
                .isEqualTo(Category.RETRY);
        assertThat(explain(new IllegalStateException("Connector configuration is not valid. slot.name: bad"))
                        .category())
                .isEqualTo(Category.FATAL);
    }

    @Test
    void time_limits_and_full_disks_are_waited_out() {
        for (String state : new String[] {"57014", "53100", "40001", "55P03"}) {
            assertThat(explain(new SQLException("later", state)).category())
                    .as(state)
                    .isEqualTo(Category.RETRY);
        }
    }

    @Test
    void a_standby_is_waited_for() {
        for (String state : new String[] {"0A000", "25006", "55000"}) {
            assertThat(explain(new SQLException("ERROR: not while in recovery", state))
                            .category())
                    .as(state)
                    .isEqualTo(Category.RETRY);
            assertThat(explain(new SQLException("ERROR: for good", state)).category())
                    .as(state)
                    .isEqualTo(Category.FATAL);
        }
    }

    @Test
    void a_wrong_password_is_named() {
        TidemarkException failure = explain(new SQLException("password authentication failed", "28P01"));
        assertThat(failure.category()).isEqualTo(Category.USAGE);
        assertThat(failure).hasMessageContaining("refuses user postgres").hasMessageContaining("DATABASE_URL");
    }

    @Test
    void what_is_not_known_stops() {
        TidemarkException failure = explain(new IllegalStateException("what\nis this"));
        assertThat(failure.category()).isEqualTo(Category.FATAL);
        assertThat(failure.getMessage()).doesNotContain("\n");
        assertThat(explain(new SQLException("syntax error", "42601")).category())
                .isEqualTo(Category.FATAL);
    }

    @Test
    void our_own_failure_comes_back_as_it_was() {
        TidemarkException own = new TidemarkException(Category.FATAL, "TRUNCATE");
        assertThat(explain(own)).isSameAs(own);
    }

    private static TidemarkException explain(Throwable cause) {
        return EngineFailure.explain(new ConnectException("stopped", cause), TestSettings.sample());
    }
}
