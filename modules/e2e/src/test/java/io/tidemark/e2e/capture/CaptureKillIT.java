package io.tidemark.e2e.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.capture.resume.Position;
import io.tidemark.capture.resume.ResumePoint;
import io.tidemark.capture.resume.ResumePointReader;
import io.tidemark.e2e.fixture.TrialFixture;
import io.tidemark.events.TopicNames;
import io.tidemark.lab.chaos.writer.RandomWriter;
import io.tidemark.lab.pipeline.CapturedChanges;
import io.tidemark.settings.Settings;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** I3: a capture that is killed loses nothing and repeats nothing. */
@Tag("slow")
final class CaptureKillIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Nearly three batches, so that a kill after the first one comes before the last one. */
    private static final int LARGE = 12_000;

    /** Changed, they fill nearly three batches. */
    private static final int KEYS = 6_000;

    /** About every other kill parts a changed key. */
    private static final int ROUNDS = 12;

    private static String users(int from, int number) {
        return "insert into users (id, username) select md5('u' || i)::uuid, 'u' || i from generate_series(" + from
                + ", " + (from + number - 1) + ") i";
    }

    @Test
    void in_the_middle_of_a_large_transaction() throws SQLException, IOException, InterruptedException {
        try (TrialFixture fixture = TrialFixture.open("kill_large", 11)) {
            fixture.trial().startFromEmptyTables();
            try (CapturedChanges published = fixture.published()) {
                Random random = fixture.random();
                int middles = 0;
                for (int round = 0; middles < 3; round++) {
                    assertThat(round)
                            .as("kills, of which %d in the middle", middles)
                            .isLessThan(ROUNDS);
                    long before = published.count();
                    fixture.sql(
                            users(round * LARGE, LARGE),
                            "update users set updated_at = now() where right(username, 1) = '" + round % 10 + "'");
                    await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> published.count() > before);
                    TrialFixture.during(random.nextInt(100));
                    fixture.trial().capture().kill();
                    middles += eventsOfTheUnfinished(fixture) > 0 ? 1 : 0;
                    fixture.trial().capture().start();
                }
            }
            fixture.assertClean();
        }
    }

    /** A changed key is two events, and a batch may end between them: what counts is where Kafka was when it was killed. */
    @Test
    void between_the_delete_and_the_insert_of_a_changed_key() throws SQLException, IOException, InterruptedException {
        try (TrialFixture fixture = TrialFixture.open("kill_key_change", 14)) {
            fixture.trial().startFromEmptyTables();
            fixture.sql(users(0, KEYS));
            boolean parted = false;
            try (CapturedChanges published = fixture.published()) {
                for (int round = 0; round < ROUNDS && !parted; round++) {
                    long committed = KEYS * (1L + 2L * round);
                    await().atMost(PATIENCE).until(() -> published.count() >= committed);
                    fixture.sql("update users set id = md5(id::text)::uuid where username like 'u%'");
                    await().atMost(PATIENCE)
                            .pollInterval(Duration.ofMillis(5))
                            .until(() -> published.count() > committed + 1_000);
                    fixture.trial().capture().kill();
                    parted = eventsOfTheUnfinished(fixture) % 2 == 1;
                    fixture.trial().capture().start();
                }
            }
            assertThat(parted).as("killed between the two").isTrue();
            fixture.assertClean();
        }
    }

    /** How many events of a transaction are in Kafka, the rest of which is not. */
    private static long eventsOfTheUnfinished(TrialFixture fixture) {
        Settings settings = fixture.trial().settings();
        return new ResumePointReader(settings.kafka().client(), new TopicNames(settings.prefix()).progress())
                .last()
                .map(ResumePoint::position)
                .filter(Position.Streaming.class::isInstance)
                .flatMap(position -> ((Position.Streaming) position).unfinished())
                .map(Position.Unfinished::published)
                .orElse(0L);
    }

    @Test
    void in_the_middle_of_a_snapshot_while_rows_are_deleted() throws SQLException, IOException, InterruptedException {
        try (TrialFixture fixture = TrialFixture.open("kill_snapshot", 12)) {
            fixture.sql(
                    users(0, LARGE),
                    "insert into follows (follower_id, following_id) select md5('u' || i)::uuid,"
                            + " md5('u' || i + 1)::uuid from generate_series(0, " + (LARGE - 2) + ") i");
            try (CapturedChanges published = fixture.published()) {
                for (int round = 1; round <= 2; round++) {
                    long before = published.count();
                    fixture.trial().capture().start();
                    await().atMost(PATIENCE)
                            .pollInterval(Duration.ofMillis(5))
                            .until(() -> published.count() > before + 2_000);
                    fixture.trial().capture().kill();
                    assertThat(published.count()).isLessThan(before + 2L * LARGE);
                    fixture.sql("delete from users where right(username, 1) = '" + round + "'");
                }
                fixture.trial().capture().start();
                fixture.sql("delete from users where right(username, 1) = '7'", users(LARGE, 10));
            }
            fixture.trial().judge().afterSnapshot();
            fixture.assertClean();
        }
    }

    @Test
    void again_and_again_at_random_moments() throws SQLException, IOException, InterruptedException {
        try (TrialFixture fixture = TrialFixture.open("kill_capture", 13)) {
            fixture.trial().startFromEmptyTables();
            try (CapturedChanges published = fixture.published();
                    RandomWriter writer = fixture.write()) {
                Random random = fixture.random();
                for (int round = 0; round < 4; round++) {
                    if (round % 2 == 0) { // at work, and otherwise while it starts
                        long before = published.count();
                        await().atMost(PATIENCE).until(() -> published.count() > before);
                    }
                    TrialFixture.during(random.nextInt(3_000));
                    fixture.trial().capture().kill();
                    fixture.trial().capture().start();
                }
                writer.pause();
            }
            fixture.assertClean();
        }
    }
}
