package io.tidemark.e2e.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.capture.resume.ResumePoint;
import io.tidemark.capture.resume.ResumePointJson;
import io.tidemark.capture.resume.ResumePointReader;
import io.tidemark.e2e.fixture.FreePort;
import io.tidemark.e2e.fixture.TableTopics;
import io.tidemark.e2e.fixture.TestPipeline;
import io.tidemark.events.KafkaAdmin;
import io.tidemark.events.KafkaCalls;
import io.tidemark.events.SchemaTopic;
import io.tidemark.events.TopicNames;
import io.tidemark.events.WireFormat;
import io.tidemark.settings.Settings;
import io.tidemark.sink.SinkApp;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Decision 21: the schemas are kept beside the data, so what reads the topics needs no registry. */
@Timeout(120)
final class KeptSchemasIT {

    private static final Duration SOON = Duration.ofSeconds(30);

    @Test
    void a_sink_needs_no_registry_and_a_pipeline_from_before_gets_its_schemas_at_the_next_start() throws Exception {
        try (TestPipeline pipeline = TestPipeline.sample("kept_schemas")) {
            pipeline.startCapture();
            pipeline.awaitCaptured();
            assertThat(kept(pipeline).keySet()).containsAll(used(pipeline));
            try (SinkApp sink = sinkWithoutRegistry(pipeline)) {
                sink.start();
                pipeline.awaitEqual();
                // in log order: the schema of a table's first delete is the row's
                pipeline.sql("delete from mutes", "update users set username = 'x' || username");
                pipeline.awaitEqual();
                assertThat(sink.deadLetters()).isZero();
            }
            Set<Integer> before = kept(pipeline).keySet();
            pipeline.stopCaptureAndFreeSlot();
            asFromAVersionWithout(pipeline);
            withResumePointOfVersion01(pipeline);
            pipeline.sql("update users set username = 'y' || username", "delete from blocks");
            pipeline.startCapture();
            assertThatThrownBy(() -> pipeline.capture().awaitEnd())
                    .hasMessageContaining(
                            "Kafka has no topic " + names(pipeline).schemas())
                    .hasMessageContaining("run ./tidemark setup");
            pipeline.stopCapture();
            emptied(pipeline);
            pipeline.startCapture();
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(kept(pipeline).keySet()).containsAll(before));
            try (SinkApp sink = sinkWithoutRegistry(pipeline)) {
                sink.start();
                pipeline.awaitEqual();
                assertThat(sink.deadLetters()).isZero();
            }
            assertThat(resumePoint(pipeline).keySchemas()).isNotEmpty();
        }
    }

    @Test
    void a_sink_reads_topics_without_kept_schemas_with_the_registry() throws Exception {
        try (TestPipeline pipeline = TestPipeline.sample("no_kept_schemas")) {
            pipeline.startCapture();
            pipeline.awaitCaptured();
            pipeline.stopCaptureAndFreeSlot();
            asFromAVersionWithout(pipeline);
            pipeline.startSink();
            pipeline.awaitEqual();
            assertThat(pipeline.sink().deadLetters()).isZero();
        }
    }

    private static void emptied(TestPipeline pipeline) {
        pipeline.emptyGraph();
        pipeline.setup();
    }

    private static void asFromAVersionWithout(TestPipeline pipeline) {
        String topic = names(pipeline).schemas();
        try (Admin admin = KafkaAdmin.open(pipeline.settings().kafka().client())) {
            KafkaCalls.get(
                    "delete the topic", admin.deleteTopics(List.of(topic)).all());
            await().atMost(SOON).until(() -> !admin.listTopics().names().get().contains(topic));
        }
    }

    /** Without what later versions added, so with the fields of the recorded one. */
    private static void withResumePointOfVersion01(TestPipeline pipeline) throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode point = (ObjectNode) mapper.readTree(ResumePointJson.write(resumePoint(pipeline)));
        point.remove(List.of("written", "keySchemas"));
        ((ObjectNode) point.required("source")).remove("timeline");
        JsonNode recorded = mapper.readTree(Version01.resumePoint());
        assertThat(names(point)).isEqualTo(names(recorded));
        assertThat(names(point.required("source"))).isEqualTo(names(recorded.required("source")));
        assertThat(
                        pipeline.graph(
                                "MATCH (w:TidemarkWatermark) WITH w LIMIT 1 UNWIND keys(w) AS k WITH k ORDER BY k RETURN collect(k)"))
                .isEqualTo(names(mapper.readTree(Version01.watermark())));
        Map<String, Object> client = pipeline.settings().kafka().client();
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(client, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(names(pipeline).progress(), ResumePoint.KEY, point.toString()))
                    .get();
        }
    }

    private static List<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).sorted().toList();
    }

    private static ResumePoint resumePoint(TestPipeline pipeline) {
        return new ResumePointReader(
                        pipeline.settings().kafka().client(), names(pipeline).progress())
                .last()
                .orElseThrow();
    }

    private static SinkApp sinkWithoutRegistry(TestPipeline pipeline) throws Exception {
        Map<String, String> environment = new HashMap<>(pipeline.environment());
        environment.put("SCHEMA_REGISTRY_URL", "http://127.0.0.1:" + FreePort.find() + "/apis/ccompat/v7");
        return new SinkApp(Settings.of(environment).sink());
    }

    private static TopicNames names(TestPipeline pipeline) {
        return new TopicNames(pipeline.settings().prefix());
    }

    private static Map<Integer, String> kept(TestPipeline pipeline) {
        return new SchemaTopic(
                        pipeline.settings().kafka().client(), names(pipeline).schemas())
                .read();
    }

    /** The ids in keys and values of all records. */
    private static Set<Integer> used(TestPipeline pipeline) {
        Set<Integer> ids = new TreeSet<>();
        TableTopics topics = new TableTopics(pipeline.settings());
        for (String table : List.of("users", "follows", "mutes", "blocks")) {
            for (ConsumerRecord<byte[], byte[]> record : topics.records(table)) {
                ids.add(WireFormat.schemaId(record.key()));
                if (record.value() != null) {
                    ids.add(WireFormat.schemaId(record.value()));
                }
            }
        }
        return ids;
    }
}
