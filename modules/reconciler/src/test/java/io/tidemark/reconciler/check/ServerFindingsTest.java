package io.tidemark.reconciler.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.postgres.ServerFacts;
import io.tidemark.reconciler.check.Finding.Status;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerFindingsTest {

    private static List<Finding> of(int version, String walLevel, boolean standby, boolean emitsMessages) {
        ServerFacts facts = new ServerFacts(version + ".1", version, walLevel, standby, emitsMessages, Instant.EPOCH);
        return ServerFindings.of(facts, "db:5432/app", "verifier");
    }

    private static List<Finding> wrong(int version, String walLevel, boolean standby, boolean emitsMessages) {
        return of(version, walLevel, standby, emitsMessages).stream()
                .filter(finding -> finding.status() != Status.OK)
                .toList();
    }

    @Test
    void a_server_that_can_be_captured_is_ok() {
        assertThat(of(18, "logical", false, true))
                .containsExactly(
                        Finding.ok("postgres", "version 18.1 at db:5432/app"),
                        Finding.ok("wal_level", "logical"),
                        Finding.ok("postgres messages", "role verifier may ask for a refresh"));
    }

    @Test
    void a_server_that_is_too_old_or_follows_another_fails() {
        assertThat(wrong(14, "logical", false, true))
                .singleElement()
                .satisfies(finding -> assertThat(finding.fix()).contains("15 is the oldest"));
        assertThat(wrong(18, "logical", true, true))
                .singleElement()
                .satisfies(finding -> assertThat(finding.fix()).contains("DATABASE_URL at the primary"));
    }

    @Test
    void a_log_without_rows_fails_with_the_statement_that_changes_it() {
        assertThat(wrong(18, "replica", false, true))
                .containsExactly(Finding.fail(
                        "wal_level",
                        "replica, and nothing can be captured",
                        "ALTER SYSTEM SET wal_level = logical, then restart Postgres"));
    }

    @Test
    void a_role_that_cannot_ask_for_a_refresh_is_a_warning_with_the_grant_of_its_version() {
        assertThat(wrong(16, "logical", false, false)).singleElement().satisfies(finding -> {
            assertThat(finding.status()).isEqualTo(Status.WARN);
            assertThat(finding.fix())
                    .isEqualTo("GRANT EXECUTE ON FUNCTION pg_logical_emit_message(boolean, text, text)"
                            + " TO \"verifier\"");
        });
        assertThat(wrong(17, "logical", false, false))
                .singleElement()
                .satisfies(finding -> assertThat(finding.fix()).contains("(boolean, text, text, boolean)"));
    }
}
