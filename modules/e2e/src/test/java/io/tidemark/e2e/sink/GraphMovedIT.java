package io.tidemark.e2e.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidemark.e2e.fixture.RunningPipeline;
import io.tidemark.e2e.fixture.TableTopics;
import io.tidemark.e2e.fixture.TestPipeline;
import io.tidemark.events.KafkaAdmin;
import io.tidemark.model.TidemarkException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A graph that is elsewhere than the sink left it is noticed without a new record; the capture is stopped. */
@Timeout(90)
final class GraphMovedIT {

    private static final String SAVE_OFFSETS = "MATCH (w:TidemarkWatermark) SET w.savedOffset = w.offset,"
            + " w.savedChanges = w.changes, w.savedMillis = w.recordMillis";

    @RegisterExtension
    static final RunningPipeline RUNNING = RunningPipeline.social("moved");

    private final TestPipeline pipeline = RUNNING.pipeline();

    @Test
    void an_emptied_graph_replays_by_itself() throws SQLException {
        pipeline.stopCapture();
        pipeline.driver().executableQuery("MATCH (n) DETACH DELETE n").execute();
        pipeline.awaitEqual();
        assertThat(pipeline.sink().isAlive()).isTrue();
    }

    /** As a transaction that deletes it shows a node to others for a moment, only longer. */
    @Test
    void a_watermark_without_what_it_holds_is_waited_for() throws SQLException {
        run("MATCH (w:TidemarkWatermark) REMOVE w.changes");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> pipeline.sink()
                        .waitsFor()
                        .filter(reason -> reason.contains("without what it holds"))
                        .isPresent());
        assertThat(pipeline.sink().isAlive()).isTrue();
        run("MATCH (w:TidemarkWatermark) DELETE w");
        pipeline.sql("update users set username = 'y' || username");
        pipeline.awaitEqual();
        assertThat(pipeline.sink().isAlive()).isTrue();
    }

    @Test
    void an_older_copy_catches_up_by_itself() throws SQLException {
        pipeline.awaitTidemark();
        run(SAVE_OFFSETS);
        run("MATCH (n:User) SET n:Saved, n.savedName = n.username");
        pipeline.sql("update users set username = 'x' || username", "delete from mutes");
        pipeline.awaitEqual();
        pipeline.stopCapture();
        run("""
            MATCH (w:TidemarkWatermark)
            SET w.offset = w.savedOffset, w.changes = w.savedChanges, w.recordMillis = w.savedMillis
            WITH count(*) AS all
            MATCH (n:Saved) SET n.username = n.savedName""");
        assertThat(pipeline.differences()).isNotEmpty();
        pipeline.awaitEqual();
    }

    @Test
    void a_topic_that_was_made_again_is_refused_by_name() throws Exception {
        RUNNING.spoil();
        pipeline.stopCapture();
        String topic = new TableTopics(pipeline.settings()).name("mutes");
        try (Admin admin = KafkaAdmin.open(pipeline.settings().kafka().client())) {
            admin.deleteTopics(List.of(topic)).all().get();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> !admin.listTopics().names().get().contains(topic));
        }
        pipeline.setup();
        assertThatThrownBy(() -> pipeline.sink().awaitEnd())
                .isInstanceOf(TidemarkException.class)
                .hasMessageContaining(topic);
        assertThat(pipeline.sink().isReady()).isFalse();
        pipeline.stopSink();
        pipeline.startSink();
        assertThatThrownBy(() -> pipeline.sink().awaitEnd())
                .isInstanceOf(TidemarkException.class)
                .hasMessageContaining("topic " + topic + " was re-created");
    }

    private void run(String cypher) {
        pipeline.driver().executableQuery(cypher).execute();
    }
}
