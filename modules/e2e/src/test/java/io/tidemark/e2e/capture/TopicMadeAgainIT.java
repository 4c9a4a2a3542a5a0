package io.tidemark.e2e.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.e2e.fixture.TableTopics;
import io.tidemark.e2e.fixture.TestPipeline;
import io.tidemark.events.KafkaAdmin;
import io.tidemark.lab.pipeline.AppProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A topic that is another one under the old name is not read on for long, even where its offsets seem to go on (I9). */
@Timeout(120)
final class TopicMadeAgainIT {

    private static final int REFILLS = 4;

    /** The sink is frozen meanwhile, for less than its session: to its consumer nothing has happened. */
    @Test
    void a_topic_that_was_refilled_past_the_old_offsets_behind_the_sinks_back_is_refused_by_name(@TempDir Path folder)
            throws Exception {
        try (TestPipeline pipeline = TestPipeline.sample("refilled", Map.of("TIDEMARK_PARTITIONS", "1"))) {
            pipeline.startCapture();
            TableTopics topics = new TableTopics(pipeline.settings());
            String topic = topics.name("mutes");
            try (AppProcess sink = AppProcess.start("sink", pipeline.environment(), 256, folder.resolve("sink.log"))) {
                pipeline.awaitEqual();
                pipeline.stopCapture();
                List<ConsumerRecord<byte[], byte[]>> records = topics.records("mutes");
                long end = topics.ends("mutes");
                sink.freeze();
                delete(pipeline, topic);
                pipeline.setup();
                for (int i = 0; i < REFILLS; i++) {
                    for (ConsumerRecord<byte[], byte[]> record : records) {
                        topics.write("mutes", 0, record.key(), record.value());
                    }
                }
                assertThat(topics.ends("mutes")).isGreaterThan(end);
                sink.thaw();
                await().atMost(Duration.ofSeconds(20)).until(() -> sink.ended().isPresent());
                assertThat(sink.ended())
                        .hasValueSatisfying(words -> assertThat(words)
                                .contains("sink ended with 1")
                                .contains("topic " + topic + " was re-created"));
            }
        }
    }

    private static void delete(TestPipeline pipeline, String topic) throws Exception {
        try (Admin admin = KafkaAdmin.open(pipeline.settings().kafka().client())) {
            admin.deleteTopics(List.of(topic)).all().get();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> !admin.listTopics().names().get().contains(topic));
        }
    }
}
