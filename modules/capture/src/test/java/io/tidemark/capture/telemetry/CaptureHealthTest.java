package io.tidemark.capture.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.capture.publish.Segment;
import io.tidemark.capture.resume.Position;
import io.tidemark.capture.telemetry.CaptureHealth.Role;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class CaptureHealthTest {

    private static final Segment BATCH = new Segment(List.of(), Optional.empty(), new Position.Snapshot(Map.of()));

    private final AtomicLong clock = new AtomicLong();
    private final CaptureHealth health = new CaptureHealth(clock::get);

    @Test
    void it_waits_until_its_first_session() {
        assertThat(health.role()).isEqualTo(Role.STARTING);
        assertThat(health.waitsFor()).isPresent();
        health.waitingFor("Postgres is away");
        assertThat(health.role()).isEqualTo(Role.WAITING);
        assertThat(health.waitsFor()).hasValue("Postgres is away");
        health.sessionStarted();
        assertThat(health.role()).isEqualTo(Role.ACTIVE);
        assertThat(health.waitsFor()).isEmpty();
    }

    @Test
    void a_standby_waits_for_nobody() {
        health.standingBy("another capture runs");
        assertThat(health.role()).isEqualTo(Role.STANDBY);
        assertThat(health.waitsFor()).isEmpty();
    }

    @Test
    void what_holds_up_a_batch_holds_until_one_is_published() {
        health.sessionStarted();
        health.batchStarted();
        assertThat(health.waitsFor()).isEmpty();
        health.retrying("Kafka did not take a batch");
        assertThat(health.waitsFor()).hasValue("Kafka did not take a batch");
        health.batchPublished(BATCH);
        assertThat(health.waitsFor()).isEmpty();
    }

    @Test
    void postgres_beside_the_engine_counts_too() {
        health.sessionStarted();
        health.sourceUnreachable("Postgres does not answer");
        assertThat(health.waitsFor()).hasValue("Postgres does not answer");
        health.sourceAnswered();
        assertThat(health.waitsFor()).isEmpty();
    }

    /** The lock's session was stopped: the check waited for it, and the capture said that it was ready. */
    @Test
    void a_watch_that_receives_no_answer_holds_it_up() {
        health.sessionStarted();
        clock.addAndGet(TimeUnit.SECONDS.toNanos(5));
        assertThat(health.waitsFor()).isEmpty();
        clock.addAndGet(TimeUnit.SECONDS.toNanos(1));
        assertThat(health.waitsFor()).hasValue("Postgres has not answered the watch for 6 s");
        health.sourceAnswered();
        assertThat(health.waitsFor()).isEmpty();
    }

    @Test
    void nothing_of_a_session_that_has_ended_holds_up_the_next() {
        health.sessionStarted();
        health.retrying("the registry is away");
        health.sessionEnded();
        assertThat(health.role()).isEqualTo(Role.WAITING);
        health.sessionStarted();
        assertThat(health.waitsFor()).isEmpty();
    }
}
