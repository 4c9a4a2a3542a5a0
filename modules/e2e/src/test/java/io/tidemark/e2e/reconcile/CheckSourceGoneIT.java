package io.tidemark.e2e.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.e2e.fixture.TestPipeline;
import io.tidemark.events.DeadLetter;
import io.tidemark.events.TopicNames;
import io.tidemark.lab.social.SocialDatabase;
import io.tidemark.reconciler.check.Check;
import io.tidemark.reconciler.check.Finding;
import io.tidemark.reconciler.check.Finding.Status;
import io.tidemark.reconciler.check.Stats;
import io.tidemark.reconciler.run.ReconcilerSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Check and stats on a pipeline whose source is taken apart piece by piece. */
@Timeout(120)
final class CheckSourceGoneIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String ALICE = "'00000000-0000-0000-0000-000000000001'";

    private TestPipeline pipeline;
    private ReconcilerSettings settings;
    private String prefix;

    @BeforeEach
    void open() throws SQLException {
        pipeline = TestPipeline.open("gone");
        settings = pipeline.settings().reconciler(Path.of("unused"));
        prefix = pipeline.settings().prefix();
        SocialDatabase database = new SocialDatabase(pipeline.settings().database());
        database.create();
        database.loadSample();
    }

    @AfterEach
    void close() throws SQLException {
        pipeline.close();
    }

    private List<Finding> of(String what) {
        return new Check(settings)
                .run().stream().filter(finding -> finding.what().equals(what)).toList();
    }

    private void assertSays(String what, Status status, String detail, String fix) {
        assertThat(of(what)).singleElement().satisfies(finding -> {
            assertThat(finding.status()).isEqualTo(status);
            assertThat(finding.detail()).contains(detail);
            assertThat(finding.fix()).contains(fix);
        });
    }

    @Test
    void each_piece_that_goes_is_named_with_its_fix() throws Exception {
        assertSays("publication", Status.FAIL, "there is no publication " + prefix, "./tidemark setup");
        assertSays("topics", Status.FAIL, "Kafka has no " + prefix + ".public.blocks, ", "./tidemark setup");
        assertSays("dead-letter topic", Status.FAIL, prefix + ".dead-letters", "./tidemark setup");
        assertSays("constraints", Status.FAIL, "tidemark_watermark", "./tidemark setup");
        assertSays("slot", Status.WARN, "there is no slot " + prefix + " yet", "start ./tidemark capture");
        assertSays("tidemark", Status.WARN, "does not say how far it is", "./tidemark sink");
        pipeline.setup();
        pipeline.startCapture();
        pipeline.startSink();
        pipeline.awaitEqual();
        await().atMost(SOON).until(() -> of("tidemark").get(0).status() == Status.OK);

        pipeline.sql("update users set deleted_at = now() where id = " + ALICE);
        pipeline.awaitEqual();
        deadLetterTwice();
        Stats.Result stats = new Stats(settings).run();
        assertThat(stats.tables().get(0).rows()).isEqualTo(9L);
        assertThat(stats.tables().get(0).elements()).isEqualTo(9L);
        assertThat(stats.namedReferences()).isEqualTo(1L);
        assertThat(stats.deadLetters()).isEqualTo(1L);
        assertSays("dead letters", Status.WARN, "1 records could not be applied", "./tidemark dead-letters");

        pipeline.stopCaptureAndFreeSlot();
        assertSays("slot", Status.WARN, prefix + " is not read", "start ./tidemark capture");
        pipeline.sql("alter publication " + prefix + " drop table mutes");
        assertSays("publication", Status.FAIL, prefix + " does not cover public.mutes", "--resnapshot");
        pipeline.sql("alter publication " + prefix + " set (publish = 'insert')");
        assertThat(of("publication"))
                .hasSize(2)
                .anySatisfy(finding -> assertThat(finding.fix()).contains("ALTER PUBLICATION"));
        pipeline.sql("drop publication " + prefix);
        assertSays("publication", Status.FAIL, "there is no publication", "./tidemark setup");
        pipeline.sql("select pg_drop_replication_slot('" + prefix + "')");
        assertSays("slot", Status.FAIL, "there is no slot " + prefix + " any more", "--resnapshot");
        pipeline.sql("alter table blocks drop constraint blocks_pkey");
        assertSays("mapping", Status.FAIL, "table public.blocks has no primary key", "ADD PRIMARY KEY");
    }

    private void deadLetterTwice() throws Exception {
        DeadLetter letter = new DeadLetter(
                new DeadLetter.Place(prefix + ".public.users", 0, 5),
                Instant.EPOCH,
                Instant.EPOCH,
                DeadLetter.Kind.REFUSED,
                "a test",
                "key".getBytes(StandardCharsets.UTF_8),
                null);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                pipeline.settings().kafka().client(), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(letter.toRecord(new TopicNames(prefix).deadLetters())).get();
            producer.send(letter.toRecord(new TopicNames(prefix).deadLetters())).get();
        }
    }
}
