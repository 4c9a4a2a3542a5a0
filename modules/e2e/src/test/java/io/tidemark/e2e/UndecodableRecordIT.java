package io.tidemark.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidemark.cli.social.SocialDatabase;
import io.tidemark.model.TidemarkException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.InvalidRecordException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Invariant I9: the sink stops at what it cannot read, says where that is, and skips nothing. */
@Timeout(60)
final class UndecodableRecordIT {

    private static final byte[] GARBAGE = "not a record of ours".getBytes(StandardCharsets.UTF_8);

    private TestPipeline pipeline;
    private TableTopics topics;

    @BeforeEach
    void open() throws SQLException {
        pipeline = TestPipeline.open("undecodable");
        topics = new TableTopics(pipeline.settings());
        SocialDatabase database = new SocialDatabase(pipeline.settings().database());
        database.create();
        database.loadSample();
        pipeline.setup();
        pipeline.startCapture();
        pipeline.startSink();
        pipeline.awaitEqual();
    }

    @AfterEach
    void close() throws SQLException {
        pipeline.close();
    }

    @Test
    void a_value_that_cannot_be_read_stops_the_sink_and_the_capture_goes_on() throws Exception {
        ConsumerRecord<byte[], byte[]> known = topics.records("users").get(0);
        RecordMetadata bad = topics.write("users", known.partition(), known.key(), GARBAGE);
        assertStopsAt(bad, "not in the Confluent wire format");
        assertThat(pipeline.differences()).isEmpty();
        long published = pipeline.capture().publishedChanges();
        pipeline.sql("update users set username = 'y' || username");
        await().atMost(Duration.ofSeconds(30)).until(() -> pipeline.capture().publishedChanges() == published + 10);
        assertThat(watermark(bad)).isLessThan(bad.offset());
    }

    /** The sink is away meanwhile, so that good and bad records come in one poll. */
    @Test
    void what_was_read_together_with_it_is_applied_up_to_it() throws Exception {
        pipeline.stopSink();
        ConsumerRecord<byte[], byte[]> known = topics.records("follows").get(0);
        int before = topics.records("follows").size();
        pipeline.sql("update follows set created_at = '2001-01-01'");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> topics.records("follows").size() == before + 17);
        byte[] unknownSchema = known.value().clone();
        unknownSchema[1] = 0x7f;
        RecordMetadata bad = topics.write("follows", known.partition(), known.key(), unknownSchema);
        pipeline.sql("update follows set created_at = '2002-02-02'");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> topics.records("follows").size() == before + 35);
        try (LogLines log = LogLines.record()) {
            pipeline.startSink();
            assertStopsAt(bad, "is not in the registry");
            assertThat(log.withStackTrace()).isEmpty();
        }
        long behind = topics.records("follows").stream()
                .filter(record -> record.partition() == bad.partition() && record.offset() > bad.offset())
                .count();
        assertThat(behind).isPositive();
        assertThat(watermark(bad)).isLessThan(bad.offset());
        assertThat(pipeline.graph("MATCH ()-[r:FOLLOWS]->() WHERE r.created_at.year = 2001 RETURN count(r) > 0"))
                .isEqualTo(true);
    }

    @Test
    void a_record_without_a_key_does_not_come_into_a_topic() {
        assertThatThrownBy(() -> topics.write("users", 0, null, GARBAGE))
                .hasCauseInstanceOf(InvalidRecordException.class);
    }

    private void assertStopsAt(RecordMetadata bad, String why) {
        assertThatThrownBy(() -> pipeline.sink().awaitEnd())
                .isInstanceOf(TidemarkException.class)
                .hasMessageContaining(bad.topic() + "-" + bad.partition() + " offset " + bad.offset())
                .hasMessageContaining(why)
                .message()
                .hasLineCount(1);
        assertThat(watermark(bad)).isLessThan(bad.offset());
    }

    private long watermark(RecordMetadata bad) {
        Object offset = pipeline.graph("MATCH (w:TidemarkWatermark {topic: '" + bad.topic() + "', partition: "
                + bad.partition() + "}) RETURN w.offset");
        return offset instanceof Long number ? number : Long.MAX_VALUE;
    }
}
