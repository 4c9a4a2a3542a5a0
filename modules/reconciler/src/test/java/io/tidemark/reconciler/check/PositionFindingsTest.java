package io.tidemark.reconciler.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.graphstore.TidemarkReader.Standing;
import io.tidemark.graphstore.TidemarkReader.Tidemark;
import io.tidemark.model.position.Lsn;
import io.tidemark.reconciler.check.Finding.Status;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PositionFindingsTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private static Finding at(long lsn, long written, long secondsLater) {
        Standing standing = new Standing(Optional.of(new Tidemark(new Lsn(lsn), NOON, NOON)), Optional.empty());
        return PositionFindings.of(
                        standing, Optional.of(new SourceHead(new Lsn(written), NOON.plusSeconds(secondsLater))))
                .get(1);
    }

    @Test
    void lag_is_told_in_bytes_and_seconds() {
        assertThat(at(1_000, 3_048, 2))
                .isEqualTo(Finding.ok("tidemark", "at 0/3E8, committed 2026-01-01T12:00:00Z; lag 2.0 KiB, 2.0 s"));
    }

    @Test
    void a_graph_that_has_all_of_the_log_has_no_lag_however_old_its_last_commit_is() {
        assertThat(at(1_000, 1_000, 3_600).detail()).endsWith("lag 0 B, 0.0 s");
    }

    @Test
    void a_graph_that_is_late_is_a_warning() {
        assertThat(at(1_000, 1_001, 31).status()).isEqualTo(Status.WARN);
        assertThat(at(1_000, 1_001, 30).status()).isEqualTo(Status.OK);
    }

    @Test
    void a_graph_that_is_ahead_of_its_source_fails() {
        assertThat(at(1_001, 1_000, 0)).satisfies(finding -> {
            assertThat(finding.status()).isEqualTo(Status.FAIL);
            assertThat(finding.detail()).contains("Postgres' log ends at 0/3E8");
        });
    }

    @Test
    void a_lag_that_cannot_be_known_is_not_called_ok() {
        Standing standing = new Standing(Optional.of(new Tidemark(new Lsn(1), NOON, NOON)), Optional.empty());
        assertThat(PositionFindings.of(standing, Optional.empty()).get(1).status())
                .isEqualTo(Status.WARN);
    }
}
