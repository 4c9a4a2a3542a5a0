package io.tidemark.e2e.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidemark.capture.publish.TransactionalPublisher;
import io.tidemark.capture.resume.ResumePoint;
import io.tidemark.capture.resume.Source;
import io.tidemark.devstack.Server;
import io.tidemark.e2e.fixture.Servers;
import io.tidemark.e2e.fixture.TestPipeline;
import io.tidemark.postgres.Connections;
import io.tidemark.postgres.DatabaseUrl;
import io.tidemark.postgres.ServerCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** While a primary is replaced a standby answers at its address: the capture waits, and goes on when that is promoted. */
@Tag("slow")
@Timeout(180)
final class PromotionIT {

    private static final Duration SOON = Duration.ofSeconds(40);

    @Test
    void the_capture_waits_for_a_standby_to_be_promoted_and_goes_on() throws SQLException, IOException {
        try (TestPipeline pipeline = TestPipeline.sample("promotion").started()) {
            becomeStandby(pipeline.settings().database());
            try {
                await().atMost(SOON)
                        .untilAsserted(
                                () -> assertThat(pipeline.capture().waitsFor().orElse(""))
                                        .contains("Postgres is a standby"));
                assertThat(pipeline.capture().hasEnded()).isFalse();
            } finally {
                promote(pipeline.settings().database());
            }
            pipeline.sql("update users set username = 'x' || username");
            await().atMost(SOON).until(() -> pipeline.capture().waitsFor().isEmpty());
            pipeline.awaitEqual();
            assertLostBeyondTheSwitch(pipeline);
        }
    }

    /** What was captured now is beyond the end of the timeline before the promotion: as if that timeline's primary had written it. */
    private static void assertLostBeyondTheSwitch(TestPipeline pipeline) throws SQLException {
        pipeline.awaitTidemark();
        pipeline.stopCaptureAndFreeSlot();
        try (TransactionalPublisher publisher =
                new TransactionalPublisher(pipeline.settings().capture())) {
            ResumePoint point = publisher.takeOver().orElseThrow();
            Source source = point.source();
            Integer now = Objects.requireNonNull(source.timeline());
            Source before = new Source(source.systemIdentifier(), source.database(), source.tables(), now - 1);
            publisher.begin(
                    new ResumePoint("before", before, point.position(), point.ends(), point.keySchemas()),
                    Instant.EPOCH);
        }
        pipeline.startCapture();
        await().atMost(SOON).until(() -> pipeline.capture().hasEnded());
        assertThatThrownBy(() -> pipeline.capture().awaitEnd())
                .hasMessageContaining("when a standby was promoted")
                .hasMessageContaining("--resnapshot");
    }

    private static void becomeStandby(DatabaseUrl database) throws SQLException, IOException {
        Path data;
        try (Connection connection = Connections.openAsApplication(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("show data_directory")) {
            row.next();
            data = Path.of(row.getString(1));
        }
        Servers.stack().stop(Server.POSTGRES);
        Files.createFile(data.resolve("standby.signal"));
        Servers.stack().start(Server.POSTGRES);
        try (Connection connection = Connections.openAsApplication(database)) {
            assertThat(ServerCheck.isStandby(connection)).isTrue();
        }
    }

    private static void promote(DatabaseUrl database) throws SQLException {
        try (Connection connection = Connections.openAsApplication(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select pg_promote()")) {
            row.next();
            assertThat(row.getBoolean(1)).isTrue();
        }
    }
}
