package io.tidemark.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.capture.resume.Position;
import io.tidemark.capture.resume.ResumePoint;
import io.tidemark.capture.resume.Source;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.position.Lsn;
import io.tidemark.postgres.ReplicationSlot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class StartDecisionTest {

    private static final Source SOURCE = new Source("71", "app", Map.of());
    private static final ReplicationSlot SLOT =
            new ReplicationSlot("tidemark", "app", "pgoutput", 0, "reserved", new Lsn(1), 0);
    private static final Position LOG = new Position.Streaming(new Lsn(1), Optional.empty());
    private static final Position SNAPSHOT = new Position.Snapshot(Map.of());

    private static Optional<ResumePoint> at(Position position) {
        return Optional.of(new ResumePoint("batch", SOURCE, position, Map.of()));
    }

    private static StartDecision decide(
            boolean resnapshot, Optional<ResumePoint> last, Optional<ReplicationSlot> slot) {
        return StartDecision.of(resnapshot, last, slot, "tidemark.progress");
    }

    @Test
    void a_capture_that_has_streamed_resumes() {
        assertThat(decide(false, at(LOG), Optional.of(SLOT))).isEqualTo(StartDecision.RESUME);
        assertThat(decide(false, at(LOG), Optional.empty()))
                .as("whether the slot still serves is checked later")
                .isEqualTo(StartDecision.RESUME);
    }

    @Test
    void a_snapshot_that_was_broken_off_is_taken_again() {
        assertThat(decide(false, at(SNAPSHOT), Optional.of(SLOT))).isEqualTo(StartDecision.REPEATED_SNAPSHOT);
        assertThat(decide(false, at(SNAPSHOT), Optional.empty())).isEqualTo(StartDecision.REPEATED_SNAPSHOT);
    }

    @Test
    void the_first_start_takes_a_snapshot() {
        assertThat(decide(false, Optional.empty(), Optional.empty())).isEqualTo(StartDecision.NEW_SNAPSHOT);
    }

    @Test
    void a_slot_without_a_resume_point_is_lost() {
        assertThatThrownBy(() -> decide(false, Optional.empty(), Optional.of(SLOT)))
                .isInstanceOfSatisfying(
                        TidemarkException.class, e -> assertThat(e.category()).isEqualTo(Category.POSITION_LOST))
                .hasMessageContaining("replication slot tidemark exists, but tidemark.progress holds no resume point")
                .hasMessageContaining("--resnapshot");
    }

    @Test
    void a_snapshot_that_is_asked_for_is_taken_whatever_there_is() {
        assertThat(decide(true, Optional.empty(), Optional.of(SLOT))).isEqualTo(StartDecision.NEW_SNAPSHOT);
        assertThat(decide(true, at(LOG), Optional.of(SLOT))).isEqualTo(StartDecision.NEW_SNAPSHOT);
    }

    @Test
    void a_snapshot_sweeps_what_the_topics_held_when_it_started() {
        ResumePoint point = ResumePoint.ofSnapshot(SOURCE, Map.of("users", List.of(4L, -1L)), Map.of());
        assertThat(point.position()).isEqualTo(new Position.Snapshot(Map.of("users", List.of(5L, 0L))));
        assertThat(point.ends()).isEqualTo(Map.of("users", List.of(4L, -1L)));
        assertThat(point).isNotEqualTo(ResumePoint.ofSnapshot(SOURCE, Map.of(), Map.of()));
    }
}
