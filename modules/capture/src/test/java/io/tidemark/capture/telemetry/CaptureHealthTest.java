package io.tidemark.capture.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.capture.telemetry.CaptureHealth.Role;
import org.junit.jupiter.api.Test;

final class CaptureHealthTest {

    private final CaptureHealth health = new CaptureHealth();

    @Test
    void it_waits_until_its_first_life() {
        assertThat(health.role()).isEqualTo(Role.STARTING);
        assertThat(health.waitsFor()).isPresent();
        health.waitsFor("Postgres is away");
        assertThat(health.role()).isEqualTo(Role.WAITING);
        assertThat(health.waitsFor()).hasValue("Postgres is away");
        health.lifeBegan();
        assertThat(health.role()).isEqualTo(Role.ACTIVE);
        assertThat(health.waitsFor()).isEmpty();
    }

    @Test
    void a_standby_waits_for_nobody() {
        health.standsBy("another capture runs");
        assertThat(health.role()).isEqualTo(Role.STANDBY);
        assertThat(health.waitsFor()).isEmpty();
    }

    @Test
    void what_holds_up_a_batch_holds_until_one_is_published() {
        health.lifeBegan();
        health.batchBegan();
        assertThat(health.waitsFor()).isEmpty();
        health.heldUp("Kafka did not take a batch");
        assertThat(health.waitsFor()).hasValue("Kafka did not take a batch");
        health.batchPublished();
        assertThat(health.waitsFor()).isEmpty();
    }

    @Test
    void postgres_beside_the_engine_counts_too() {
        health.lifeBegan();
        health.source("Postgres does not answer");
        assertThat(health.waitsFor()).hasValue("Postgres does not answer");
        health.source(null);
        assertThat(health.waitsFor()).isEmpty();
    }

    @Test
    void nothing_of_a_life_that_has_ended_holds_up_the_next() {
        health.lifeBegan();
        health.heldUp("the registry is away");
        health.lifeEnded();
        assertThat(health.role()).isEqualTo(Role.WAITING);
        health.lifeBegan();
        assertThat(health.waitsFor()).isEmpty();
    }
}
