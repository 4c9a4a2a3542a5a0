package io.tidemark.capture.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.tidemark.e2e.fixture.TableTopics;
import io.tidemark.e2e.fixture.TestPipeline;
import io.tidemark.events.RowChangeDecoder;
import io.tidemark.events.TopicNames;
import io.tidemark.events.WireFormat;
import io.tidemark.events.WriterSchemas;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.change.RowChange;
import io.tidemark.model.change.RowKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Invariant I6 after a truncate, a broken snapshot or a lost slot: what Postgres no longer has leaves the topic. */
@Timeout(120)
final class TopicSweepIT {

    private static final int FEW_KEYS = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** As many as there are tests at least: each takes a table of its own. */
    private static final int TABLES = 10;

    private static final AtomicInteger TAKEN = new AtomicInteger();
    private static final List<List<Long>> LIMITS = new ArrayList<>();

    private static TestPipeline pipeline;
    private static TableTopics topics;

    private String table;
    private String topic;
    private SchemaRegistryClient registry;
    private KafkaProducer<byte[], byte[]> producer;
    private List<Long> limits;

    private static String table(int number) {
        return "items_" + number;
    }

    /** In each table's topic the history of 600 rows, with the limit in its middle; the capture has ended. */
    @BeforeAll
    static void fill(@TempDir Path folder) throws SQLException, IOException {
        Path mapping = folder.resolve("items.yaml");
        StringBuilder nodes = new StringBuilder("nodes:\n");
        for (int i = 0; i < TABLES; i++) {
            nodes.append("  - { table: %s, label: Item%d, key: id, properties: [name] }\n".formatted(table(i), i));
        }
        Files.writeString(mapping, nodes);
        pipeline =
                TestPipeline.open("sweep", Map.of("TIDEMARK_MAPPING", mapping.toString(), "TIDEMARK_PARTITIONS", "3"));
        topics = new TableTopics(pipeline.settings());
        inEach(
                "create table %s (id integer primary key, name text not null)",
                "alter table %s replica identity full",
                "insert into %s select i, 'item ' || i from generate_series(1, 600) i");
        pipeline.setup();
        pipeline.startCapture();
        awaitRecords(600);
        inEach("delete from %s where id between 1 and 50");
        awaitRecords(600 + 2 * 50);
        for (int i = 0; i < TABLES; i++) {
            LIMITS.add(topics.endOffsets(table(i)));
        }
        inEach("update %s set name = 'again ' || id where id between 101 and 200");
        inEach("insert into %s select i, 'back ' || i from generate_series(1, 20) i");
        inEach("delete from %s where id between 201 and 230");
        inEach("insert into %s select i, 'back ' || i from generate_series(221, 230) i");
        awaitRecords(600 + 2 * 50 + 100 + 20 + 2 * 30 + 10);
        pipeline.stopCapture();
    }

    private static void inEach(String... statements) throws SQLException {
        pipeline.sql(Arrays.stream(statements)
                .flatMap(statement -> IntStream.range(0, TABLES).mapToObj(i -> statement.formatted(table(i))))
                .toArray(String[]::new));
    }

    @AfterAll
    static void drop() throws SQLException {
        pipeline.close();
    }

    @BeforeEach
    void open() {
        int number = TAKEN.getAndIncrement();
        table = table(number);
        topic = topics.name(table);
        limits = LIMITS.get(number);
        registry = pipeline.settings().registry().connect();
        producer = producer("a-sweeper-" + number);
        producer.initTransactions();
    }

    @AfterEach
    void close() throws IOException {
        producer.close(Duration.ZERO);
        registry.close();
    }

    private KafkaProducer<byte[], byte[]> producer(String transactionalId) {
        Map<String, Object> configuration = pipeline.settings().kafka().client();
        configuration.put(
                ProducerConfig.TRANSACTIONAL_ID_CONFIG, pipeline.settings().prefix() + transactionalId);
        return new KafkaProducer<>(configuration, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static void awaitRecords(int count) {
        for (int i = 0; i < TABLES; i++) {
            String each = table(i);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> topics.records(each).size() == count);
        }
    }

    private TopicSweep sweep() {
        return new TopicSweep(pipeline.settings().kafka().client(), WriterSchemas.of(registry), FEW_KEYS, 50, PATIENCE);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the commit throws when a send has failed
    private void publish(List<ProducerRecord<byte[], byte[]>> chunk) {
        producer.beginTransaction();
        chunk.forEach(producer::send);
        producer.commitTransaction();
    }

    private List<ProducerRecord<byte[], byte[]>> sweptAndPublished() {
        List<ProducerRecord<byte[], byte[]>> swept = new ArrayList<>();
        sweep().run(topic, limits, topics.endOffsets(table), chunk -> {
            publish(chunk);
            swept.addAll(chunk);
        });
        return swept;
    }

    private static Set<Long> ids(LongStream... ranges) {
        return Arrays.stream(ranges).flatMapToLong(range -> range).boxed().collect(Collectors.toSet());
    }

    private static Set<Long> ghosts() {
        return ids(LongStream.rangeClosed(51, 100), LongStream.rangeClosed(231, 600));
    }

    private static Set<Long> rows() {
        return ids(LongStream.rangeClosed(1, 20), LongStream.rangeClosed(101, 200), LongStream.rangeClosed(221, 230));
    }

    /** Each key's last record, as readers of the topic decode it. */
    private Map<Long, RowChange> latest() {
        RowChangeDecoder decoder = new RowChangeDecoder(
                pipeline.settings().mapping(),
                new TopicNames(pipeline.settings().prefix()),
                WriterSchemas.of(registry));
        Map<Long, RowChange> latest = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> record : topics.records(table)) {
            RowChange change = decoder.decode(topic, record.key(), record.value());
            latest.put(id(change.key()), change);
        }
        return latest;
    }

    private static long id(RowKey key) {
        return (Long) key.values().get(0);
    }

    private Set<Long> liveInTopic() {
        return latest().entrySet().stream()
                .filter(entry -> entry.getValue() instanceof RowChange.Upsert)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Readers see a commit a little after it was confirmed. */
    private void awaitLive(Set<Long> ids) {
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(liveInTopic()).isEqualTo(ids));
    }

    private GenericRecord envelope(byte[] value) throws IOException {
        Schema schema = WriterSchemas.of(registry).byId(WireFormat.schemaId(value));
        return new GenericDatumReader<GenericRecord>(schema)
                .read(
                        null,
                        DecoderFactory.get()
                                .binaryDecoder(
                                        value, WireFormat.HEADER_BYTES, value.length - WireFormat.HEADER_BYTES, null));
    }

    @Test
    void keys_older_than_the_limit_are_deleted_and_no_others() throws IOException {
        assertThat(liveInTopic()).hasSize(rows().size() + ghosts().size()).containsAll(ghosts());
        Map<String, Integer> partitions = new HashMap<>();
        topics.records(table).forEach(record -> partitions.put(Arrays.toString(record.key()), record.partition()));
        List<ProducerRecord<byte[], byte[]>> swept = sweptAndPublished();
        assertThat(swept).hasSize(2 * ghosts().size());
        for (int i = 0; i < swept.size(); i += 2) {
            ProducerRecord<byte[], byte[]> delete = swept.get(i);
            ProducerRecord<byte[], byte[]> tombstone = swept.get(i + 1);
            assertThat(tombstone.key()).isEqualTo(delete.key());
            assertThat(tombstone.value()).isNull();
            assertThat(tombstone.partition()).isEqualTo(delete.partition());
            assertThat(delete.partition()).isEqualTo(partitions.get(Arrays.toString(delete.key())));
            GenericRecord envelope = envelope(delete.value());
            GenericRecord before = (GenericRecord) envelope.get("before");
            assertThat(before.get("name")).hasToString("item " + before.get("id"));
            assertThat(envelope.get("transaction")).isNull();
            assertThat(((GenericRecord) envelope.get("source")).get("txId")).isNull();
        }
        awaitLive(rows());
    }

    @Test
    void nothing_is_deleted_twice() {
        sweptAndPublished();
        assertThat(sweptAndPublished()).isEmpty();
    }

    @Test
    void a_sweep_that_broke_off_is_ended_by_the_next() {
        List<ProducerRecord<byte[], byte[]>> first = new ArrayList<>();
        assertThatThrownBy(() -> sweep().run(topic, limits, topics.endOffsets(table), chunk -> {
                    if (!first.isEmpty()) {
                        throw new TidemarkException(Category.RETRY, "away");
                    }
                    publish(chunk);
                    first.addAll(chunk);
                }))
                .isInstanceOf(TidemarkException.class)
                .hasMessage("away");
        assertThat(first).hasSize(2 * 50);
        assertThat(sweptAndPublished()).hasSize(2 * (ghosts().size() - 50));
        awaitLive(rows());
    }

    @Test
    void at_the_end_as_the_limit_all_keys_are_deleted() {
        limits = topics.endOffsets(table);
        assertThat(sweptAndPublished()).hasSize(2 * (rows().size() + ghosts().size()));
        awaitLive(Set.of());
    }

    @Test
    void a_delete_without_its_tombstone_gets_it_alone() throws Exception {
        ConsumerRecord<byte[], byte[]> ghost = ghost();
        byte[] delete = new DeleteEnvelopes(WriterSchemas.of(registry))
                .of(ghost.value(), Instant.now())
                .orElseThrow();
        topics.write(table, ghost.partition(), ghost.key(), delete);
        limits = topics.endOffsets(table);
        List<ProducerRecord<byte[], byte[]>> ofKey = sweptAndPublished().stream()
                .filter(record -> Arrays.equals(record.key(), ghost.key()))
                .toList();
        assertThat(ofKey).hasSize(1);
        assertThat(ofKey.get(0).value()).isNull();
    }

    @Test
    void the_key_of_a_record_that_cannot_be_read_gets_its_tombstone_alone() throws Exception {
        ConsumerRecord<byte[], byte[]> ghost = ghost();
        topics.write(table, ghost.partition(), ghost.key(), "not a record of ours".getBytes(StandardCharsets.UTF_8));
        limits = topics.endOffsets(table);
        sweptAndPublished();
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(topics.records(table).stream()
                                .filter(record -> Arrays.equals(record.key(), ghost.key()))
                                .skip(1)
                                .map(record -> record.value() == null ? "tombstone" : "record"))
                        .containsExactly("record", "tombstone"));
    }

    private ConsumerRecord<byte[], byte[]> ghost() throws IOException {
        for (ConsumerRecord<byte[], byte[]> record : topics.records(table)) {
            if (record.value() != null
                    && envelope(record.value()).get("after") instanceof GenericRecord row
                    && row.get("id").equals(300)) {
                return record;
            }
        }
        throw new AssertionError("no row 300 in the topic");
    }

    @Test
    @SuppressWarnings("FutureReturnValueIgnored")
    void an_open_transaction_before_the_end_is_waited_for_and_then_reported() {
        ConsumerRecord<byte[], byte[]> any = topics.records(table).get(0);
        try (KafkaProducer<byte[], byte[]> other = producer("another")) {
            other.initTransactions();
            other.beginTransaction();
            other.send(new ProducerRecord<>(topic, any.partition(), any.key(), any.value()));
            other.flush();
            TopicSweep impatient = new TopicSweep(
                    pipeline.settings().kafka().client(),
                    WriterSchemas.of(registry),
                    FEW_KEYS,
                    50,
                    Duration.ofSeconds(2));
            List<Long> ends = topics.endOffsets(table);
            assertThatThrownBy(() -> impatient.run(topic, limits, ends, this::publish))
                    .isInstanceOfSatisfying(
                            TidemarkException.class,
                            e -> assertThat(e.category()).isEqualTo(Category.RETRY))
                    .hasMessageContaining(topic + "-" + any.partition() + " cannot be read")
                    .hasMessageContaining("a transaction is still open");
            other.abortTransaction();
        }
        assertThat(sweptAndPublished()).isNotEmpty();
        awaitLive(rows());
    }

    @Test
    void kafka_away_is_a_case_for_trying_again() {
        Map<String, Object> away = pipeline.settings().kafka().client();
        away.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, "localhost:1");
        away.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, 1_000);
        away.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, 1_000);
        TopicSweep sweep = new TopicSweep(away, WriterSchemas.of(registry));
        assertThatThrownBy(() -> sweep.run(topic, limits, limits, this::publish))
                .isInstanceOfSatisfying(
                        TidemarkException.class, e -> assertThat(e.category()).isEqualTo(Category.RETRY));
    }

    @Test
    void an_interrupt_ends_it() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> sweep().run(topic, limits, limits, this::publish))
                .isInstanceOfSatisfying(
                        TidemarkException.class, e -> assertThat(e.category()).isEqualTo(Category.RETRY));
        assertThat(Thread.interrupted()).isTrue();
    }
}
