package io.tidemark.e2e;

import io.tidemark.cli.settings.Settings;
import io.tidemark.events.ProgressRecord;
import io.tidemark.model.position.Progress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/** A pipeline's topics, read and written past the capture. */
public final class TableTopics {

    private final Settings settings;

    public TableTopics(Settings settings) {
        this.settings = settings;
    }

    /** The topic of a table of the schema {@code public}. */
    public String name(String table) {
        return settings.prefix() + ".public." + table;
    }

    /** All committed records of a table's topic that are there now, in the order of each partition. */
    public List<ConsumerRecord<byte[], byte[]>> records(String table) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        forEach(name(table), records::add);
        return records;
    }

    private void forEach(String topic, Consumer<ConsumerRecord<byte[], byte[]>> action) {
        Map<String, Object> configuration = settings.kafka().client();
        configuration.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        configuration.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        configuration.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 20); // closing waits for the last fetch
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(configuration, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                consumer.poll(Duration.ofMillis(100)).forEach(action);
            }
        }
    }

    /** Offsets used in a table's topic so far, by whatever was written. */
    long ends(String table) {
        return endOffsets(table).stream().mapToLong(Long::longValue).sum();
    }

    /** Where each partition of a table's topic ends now, by its number. */
    public List<Long> endOffsets(String table) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                settings.kafka().client(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(name(table)).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .sorted(Comparator.comparing(TopicPartition::partition))
                    .toList();
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            return partitions.stream()
                    .map(partition -> ends.getOrDefault(partition, 0L))
                    .toList();
        }
    }

    /** Committed records with a value. */
    long count(String table) {
        AtomicLong count = new AtomicLong();
        forEach(name(table), record -> count.addAndGet(record.value() == null ? 0 : 1));
        return count.get();
    }

    /** Keys among the committed records, told apart by a hash of 64 bits. */
    long distinctKeys(String table) {
        Set<Long> hashes = new HashSet<>();
        forEach(
                name(table),
                record -> hashes.add(
                        ((long) Arrays.hashCode(record.key()) << 32) | (Utils.murmur2(record.key()) & 0xFFFF_FFFFL)));
        return hashes.size();
    }

    /** Keys that a table's topic holds once it is compacted: whose last record is no tombstone. */
    public long liveKeys(String table) {
        Set<ByteBuffer> live = new HashSet<>();
        forEach(name(table), record -> {
            ByteBuffer key = ByteBuffer.wrap(record.key());
            if (record.value() == null) {
                live.remove(key);
            } else {
                live.add(key);
            }
        });
        return live.size();
    }

    /** The last progress record; empty before the first. */
    Optional<Progress> progress() {
        AtomicReference<@Nullable Progress> last = new AtomicReference<>();
        forEach(settings.prefix() + ".progress", record -> {
            if (ProgressRecord.isKey(record.key())) {
                last.set(ProgressRecord.parse(record.value()));
            }
        });
        return Optional.ofNullable(last.get());
    }

    /** Writes one record without a transaction and returns where it is. */
    public RecordMetadata write(String table, int partition, byte @Nullable [] key, byte @Nullable [] value)
            throws ExecutionException, InterruptedException {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings.kafka().client(), new ByteArraySerializer(), new ByteArraySerializer())) {
            return producer.send(new ProducerRecord<>(name(table), partition, key, value))
                    .get();
        }
    }
}
