package io.tidemark.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.cli.chaos.writer.RandomWriter;
import io.tidemark.cli.run.CapturedChanges;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** I3: a capture that is killed loses nothing and repeats nothing. */
final class CaptureKillIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Nearly three batches, so that a kill after the first one comes before the last one. */
    private static final int LARGE = 12_000;

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
                for (int round = 0; round < 3; round++) {
                    long before = published.count();
                    fixture.sql(
                            users(round * LARGE, LARGE),
                            "update users set updated_at = now() where right(username, 1) = '" + round + "'");
                    await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> published.count() > before);
                    TrialFixture.during(random.nextInt(100));
                    fixture.trial().capture().kill();
                    assertThat(published.count()).as("published when killed").isLessThan((round + 1L) * LARGE);
                    fixture.trial().capture().start();
                }
            }
            fixture.assertClean();
        }
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
