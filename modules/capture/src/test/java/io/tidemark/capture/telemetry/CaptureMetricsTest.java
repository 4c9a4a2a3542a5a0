package io.tidemark.capture.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidemark.capture.publish.Segment;
import io.tidemark.capture.resume.Position;
import io.tidemark.capture.settings.TestSettings;
import io.tidemark.model.position.Lsn;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

final class CaptureMetricsTest {

    private static final String USERS = "tidemark.public.users";
    private static final Instant COMMITTED = Instant.ofEpochSecond(100);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final CaptureMetrics metrics = new CaptureMetrics(registry, TestSettings.sample());

    /** An upsert, then a delete and its tombstone, up to log position 42. */
    private static Segment batch() {
        byte[] bytes = {1};
        return new Segment(
                List.of(
                        new ProducerRecord<>(USERS, bytes, bytes),
                        new ProducerRecord<>(USERS, bytes, bytes),
                        new ProducerRecord<>(USERS, bytes, null)),
                Optional.of(new Segment.Boundary(3, new Lsn(42), COMMITTED)),
                new Position.Streaming(new Lsn(42), Optional.empty()));
    }

    private double gauge(String name) {
        return registry.get("tidemark.capture." + name).gauge().value();
    }

    private List<String> names() {
        return registry.getMeters().stream()
                .map(Meter::getId)
                .map(Meter.Id::getName)
                .map(name -> name.substring("tidemark.capture.".length()))
                .toList();
    }

    @Test
    void a_batch_counts_its_changes_and_states_its_progress() {
        metrics.sessionStarted();
        metrics.batchPublished(batch());
        metrics.sourceClockRead(COMMITTED.plusMillis(1_500));
        assertThat(registry.get("tidemark.capture.changes.published")
                        .tag("table", "public.users")
                        .counter()
                        .count())
                .isEqualTo(2);
        assertThat(registry.get("tidemark.capture.batches.published").counter().count())
                .isEqualTo(1);
        assertThat(gauge("published.bytes")).isEqualTo(42);
        assertThat(gauge("behind.source.seconds")).isEqualTo(1.5);
    }

    @Test
    void a_capture_that_is_not_in_charge_shows_none_of_what_only_the_one_in_charge_knows() {
        List<String> standby = names();
        assertThat(standby).contains("active", "lives").doesNotContain("queue.records", "published.bytes");
        assertThat(gauge("active")).isZero();
        metrics.sessionStarted();
        metrics.batchPublished(batch());
        assertThat(names()).contains("queue.records", "snapshot.running", "published.bytes");
        assertThat(gauge("active")).isEqualTo(1);
        metrics.sessionEnded();
        assertThat(names()).containsExactlyInAnyOrderElementsOf(standby);
        assertThat(gauge("active")).isZero();
    }

    @Test
    void the_counters_count_a_delete_once_too() {
        CaptureCounters counters = new CaptureCounters();
        counters.batchPublished(batch());
        assertThat(counters.publishedChanges()).isEqualTo(2);
        assertThat(counters.sourceLsn()).isEqualTo(new Lsn(42));
    }
}
