package io.tidemark.e2e;

import io.tidemark.cli.settings.Settings;
import io.tidemark.events.KafkaAdmin;
import io.tidemark.events.KafkaCalls;
import io.tidemark.events.ProgressRecord;
import io.tidemark.model.position.Progress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** A pipeline's topics, read and written past the capture. */
final class TableTopics {

    private final Settings settings;

    TableTopics(Settings settings) {
        this.settings = settings;
    }

    /** The topic of a table of the schema {@code public}. */
    String name(String table) {
        return settings.prefix() + ".public." + table;
    }

    /** All committed records of a table's topic that are there now, in the order of each partition. */
    List<ConsumerRecord<byte[], byte[]>> records(String table) {
        return read(name(table));
    }

    private List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        Map<String, Object> configuration = settings.kafka().client();
        configuration.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        configuration.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(configuration, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            return records;
        }
    }

    /** Offsets used in a table's topic so far, by whatever was written; cheap. */
    long ends(String table) {
        try (Admin admin = KafkaAdmin.open(settings.kafka().client())) {
            Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
            for (TopicDescription topic : KafkaCalls.get(
                            "describe",
                            admin.describeTopics(List.of(name(table))).allTopicNames())
                    .values()) {
                topic.partitions()
                        .forEach(partition -> asked.put(
                                new TopicPartition(topic.name(), partition.partition()), OffsetSpec.latest()));
            }
            return KafkaCalls.get("list offsets", admin.listOffsets(asked).all()).values().stream()
                    .mapToLong(end -> end.offset())
                    .sum();
        }
    }

    /** Committed records with a value. */
    long count(String table) {
        return records(table).stream().filter(record -> record.value() != null).count();
    }

    /** Keys among the committed records. */
    long distinctKeys(String table) {
        return records(table).stream()
                .map(record -> ByteBuffer.wrap(record.key()))
                .distinct()
                .count();
    }

    /** The last progress record; empty before the first. */
    Optional<Progress> progress() {
        return read(settings.prefix() + ".progress").stream()
                .filter(record -> ProgressRecord.isKey(record.key()))
                .reduce((earlier, later) -> later)
                .map(record -> ProgressRecord.parse(record.value()));
    }

    /** Writes one record without a transaction and returns where it is. */
    RecordMetadata write(String table, int partition, byte @Nullable [] key, byte @Nullable [] value)
            throws ExecutionException, InterruptedException {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings.kafka().client(), new ByteArraySerializer(), new ByteArraySerializer())) {
            return producer.send(new ProducerRecord<>(name(table), partition, key, value))
                    .get();
        }
    }
}
