package io.tidemark.e2e.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.tidemark.concurrent.Retries;
import io.tidemark.e2e.fixture.Reconciler;
import io.tidemark.e2e.fixture.TableTopics;
import io.tidemark.e2e.fixture.TestPipeline;
import io.tidemark.events.KafkaAdmin;
import io.tidemark.events.RowChangeDecoder;
import io.tidemark.events.TopicNames;
import io.tidemark.events.WriterSchemas;
import io.tidemark.graphstore.Flush;
import io.tidemark.graphstore.GraphWriter;
import io.tidemark.graphstore.Outcome;
import io.tidemark.graphstore.RetryListener;
import io.tidemark.graphstore.WatermarkAdvance;
import io.tidemark.lab.pipeline.GraphComparison;
import io.tidemark.lab.social.SocialDatabase;
import io.tidemark.model.change.RowChange;
import io.tidemark.model.change.RowKey;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.model.position.Watermark;
import io.tidemark.postgres.Connections;
import io.tidemark.postgres.RowReader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A sink that does its work wrongly, whichever way, is found out by a comparison, key by key. The double reads the topics
 * as a sink does and writes through the same store, but bends what it writes.
 */
@Timeout(120)
final class WrongSinkIT {

    private static final int EVERY = 7;

    /** What the double does to every seventh change. */
    private enum Fault {
        DROPS {
            @Override
            List<RowChange> bend(RowChange change) {
                return List.of();
            }
        },
        ALTERS {
            @Override
            List<RowChange> bend(RowChange change) {
                if (change instanceof RowChange.Upsert upsert) {
                    Map<String, @Nullable Object> altered = new LinkedHashMap<>(upsert.properties());
                    altered.put("created_at", null);
                    return List.of(new RowChange.Upsert(upsert.table(), upsert.key(), altered));
                }
                return List.of(change);
            }
        },
        DUPLICATES_UNDER_ANOTHER_KEY {
            @Override
            List<RowChange> bend(RowChange change) {
                if (change instanceof RowChange.Upsert upsert
                        && upsert.key().values().size() == 2) {
                    RowKey turned =
                            RowKey.of(upsert.key().value(1), upsert.key().value(0));
                    return List.of(change, new RowChange.Upsert(upsert.table(), turned, upsert.properties()));
                }
                return List.of(change);
            }
        },
        REVIVES {
            @Override
            List<RowChange> bend(RowChange change) {
                return change instanceof RowChange.Delete delete
                        ? List.of(new RowChange.Upsert(delete.table(), delete.key(), Map.of()))
                        : List.of(change);
            }
        },
        DELETES {
            @Override
            List<RowChange> bend(RowChange change) {
                return List.of(new RowChange.Delete(change.table(), change.key()));
            }
        };

        abstract List<RowChange> bend(RowChange change);
    }

    private static TestPipeline pipeline;

    @BeforeAll
    static void fill() throws Exception {
        pipeline = TestPipeline.open("wrong");
        new SocialDatabase(pipeline.settings().database()).create();
        pipeline.sql(
                "insert into users (id, username) select uuid(md5('u' || n)), 'u' || n from generate_series(1, 300) n",
                "insert into follows (follower_id, following_id) select uuid(md5('u' || n)), uuid(md5('u' || n + 1))"
                        + " from generate_series(1, 299) n",
                "insert into mutes (muter_id, muted_id) select uuid(md5('u' || n)), uuid(md5('u' || n + 2))"
                        + " from generate_series(1, 200) n");
        pipeline.setup();
        pipeline.startCapture();
        pipeline.awaitCaptured();
        pipeline.sql(
                "delete from follows where follower_id in (select uuid(md5('u' || n)) from generate_series(1, 99) n)",
                "update mutes set created_at = now() - interval '1 day'",
                "update users set username = username || 'x'");
        pipeline.awaitCaptured();
    }

    @AfterAll
    static void close() throws SQLException {
        pipeline.close();
    }

    /** The topics are the same for each fault; the graph begins empty, and the real sink comes for its tidemark alone. */
    @ParameterizedTest
    @EnumSource(Fault.class)
    void is_found_out(Fault fault, @TempDir Path state) throws Exception {
        pipeline.stopSink();
        pipeline.emptyGraph();
        pipeline.setup();
        apply(pipeline, fault);
        pipeline.startSink();
        Map<String, Long> expected = differences(pipeline);
        assertThat(expected).isNotEmpty();
        Reconciler.Run found = new Reconciler(pipeline, state).run("verify", "--output=json", "--limit=10000");
        assertThat(found.exitCode()).as(found.out() + found.err()).isEqualTo(3);
        assertThat(found.json().path("complete").asBoolean()).isTrue();
        Map<String, Long> reported = new TreeMap<>();
        for (JsonNode drift : found.json().path("drifts")) {
            reported.merge(
                    drift.path("kind").asText() + " " + drift.path("table").asText(), 1L, Long::sum);
        }
        assertThat(reported).isEqualTo(expected);
    }

    /** Applies every record in the order of its partition, one at a time, as a sink with very small flushes would. */
    private static void apply(TestPipeline pipeline, Fault fault) throws Exception {
        TableTopics topics = new TableTopics(pipeline.settings());
        TopicNames names = new TopicNames(pipeline.settings().prefix());
        GraphWriter store = pipeline.graph()
                .writer(
                        pipeline.settings().mapping(),
                        pipeline.settings().prefix(),
                        new Retries(() -> false),
                        RetryListener.NONE);
        Map<String, Watermark> watermarks = new HashMap<>();
        int count = 0;
        try (SchemaRegistryClient registry = pipeline.settings().registry().connect();
                Admin admin = KafkaAdmin.open(pipeline.settings().kafka().client())) {
            RowChangeDecoder decoder =
                    new RowChangeDecoder(pipeline.settings().mapping(), names, WriterSchemas.of(registry));
            for (ElementMapping element : pipeline.settings().mapping().elements()) {
                String topic = names.table(element.table());
                String id = admin.describeTopics(List.of(topic))
                        .allTopicNames()
                        .get()
                        .values()
                        .iterator()
                        .next()
                        .topicId()
                        .toString();
                for (ConsumerRecord<byte[], byte[]> record :
                        topics.records(element.table().name())) {
                    RowChange change = decoder.decode(topic, record.key(), record.value());
                    List<RowChange> changes = count++ % EVERY == 0 ? fault.bend(change) : List.of(change);
                    Watermark before = watermarks.getOrDefault(
                            topic + record.partition(), Watermark.nothing(topic, id, record.partition()));
                    Watermark next = new Watermark(
                            topic, id, record.partition(), record.offset(), before.changes() + 1, record.timestamp());
                    Outcome outcome = store.apply(new Flush(List.of(new WatermarkAdvance(before, next)), changes));
                    assertThat(outcome).isInstanceOf(Outcome.Applied.class);
                    watermarks.put(topic + record.partition(), next);
                }
            }
        }
    }

    /** How many keys differ in each way, told by the plain comparison of a pipeline at rest. */
    private static Map<String, Long> differences(TestPipeline pipeline) throws Exception {
        Map<String, Long> differences = new TreeMap<>();
        try (Connection connection =
                Connections.openAsApplication(pipeline.settings().database())) {
            GraphComparison comparison = new GraphComparison(
                    new RowReader(connection),
                    pipeline.graph().reader(pipeline.settings().mapping()));
            List<GraphComparison.TableResult> results = new ArrayList<>();
            for (ElementMapping element : pipeline.settings().mapping().elements()) {
                results.add(comparison.compare(element));
            }
            for (GraphComparison.TableResult result : results) {
                count(differences, "missing " + result.element().table(), result.missing());
                count(differences, "extra " + result.element().table(), result.extra());
                count(differences, "different " + result.element().table(), result.different());
            }
        }
        return differences;
    }

    private static void count(Map<String, Long> differences, String what, long count) {
        if (count > 0) {
            differences.put(what, count);
        }
    }
}
