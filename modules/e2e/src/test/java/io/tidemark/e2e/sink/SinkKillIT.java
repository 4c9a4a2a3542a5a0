package io.tidemark.e2e.sink;

import static org.awaitility.Awaitility.await;

import io.tidemark.e2e.fixture.TrialFixture;
import io.tidemark.lab.chaos.fault.SupervisedApp;
import io.tidemark.lab.chaos.writer.RandomWriter;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** I4: a sink that dies or comes back from the dead leaves the graph that the rows describe. */
@Tag("slow")
final class SinkKillIT {

    private static final long LONGER_THAN_A_SESSION_MILLIS = 13_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void again_and_again_at_random_moments_also_between_graph_and_offsets()
            throws SQLException, IOException, InterruptedException {
        try (TrialFixture fixture = TrialFixture.open("kill_sink", 21)) {
            fixture.trial().startFromEmptyTables();
            try (RandomWriter writer = fixture.write()) {
                Random random = fixture.random();
                for (int round = 0; round < 3; round++) {
                    if (round % 2 == 0) { // at work, and otherwise while it starts
                        long before = fixture.applied();
                        await().atMost(PATIENCE).until(() -> fixture.applied() > before);
                    }
                    TrialFixture.during(random.nextInt(3_000));
                    fixture.trial().sink().kill();
                    fixture.trial().sink().start();
                }
                writer.pause();
            }
            fixture.assertClean();
        }
    }

    @Test
    void a_frozen_sink_that_was_replaced_does_no_harm_when_it_goes_on()
            throws SQLException, IOException, InterruptedException {
        try (TrialFixture fixture = TrialFixture.open("zombie", 22);
                SupervisedApp second = fixture.trial().secondSink()) {
            fixture.trial().startFromEmptyTables();
            try (RandomWriter writer = fixture.write()) {
                TrialFixture.during(3_000);
                second.start();
                TrialFixture.during(3_000);
                fixture.trial().sink().freeze();
                TrialFixture.during(LONGER_THAN_A_SESSION_MILLIS);
                fixture.trial().sink().thaw();
                TrialFixture.during(3_000);
                second.kill();
                writer.pause();
            }
            fixture.assertClean();
        }
    }
}
