package io.tidemark.lab.bench;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.tidemark.events.RowChangeDecoder;
import io.tidemark.events.WriterSchemas;
import io.tidemark.lab.pipeline.Pipeline;
import io.tidemark.model.TableName;
import io.tidemark.model.change.RowKey;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Where in a topic the changes are that came after a certain moment. */
final class TopicTail implements AutoCloseable {

    private final Pipeline pipeline;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;
    private final Map<TopicPartition, Long> from;

    /** That moment is now. */
    TopicTail(Pipeline pipeline, TableName table) {
        this.pipeline = pipeline;
        Map<String, Object> configuration = pipeline.settings().kafka().client();
        configuration.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        configuration.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        consumer = new KafkaConsumer<>(configuration, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        partitions = consumer.partitionsFor(pipeline.topics().table(table)).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        from = consumer.endOffsets(partitions);
    }

    /** A partition and an offset in it. */
    record Place(int partition, long offset) {}

    /** The places of all changes since, by key; a tombstone has the place of its delete. */
    Map<RowKey, Place> places() {
        Map<TopicPartition, Long> to = consumer.endOffsets(partitions);
        Map<RowKey, Place> places = new HashMap<>();
        consumer.assign(partitions);
        from.forEach(consumer::seek);
        try (SchemaRegistryClient registry = pipeline.settings().registry().connect()) {
            RowChangeDecoder decoder =
                    new RowChangeDecoder(pipeline.settings().mapping(), pipeline.topics(), WriterSchemas.of(registry));
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < to.getOrDefault(partition, 0L))) {
                for (ConsumerRecord<byte[], byte[]> read : consumer.poll(Duration.ofMillis(200))) {
                    RowKey key = decoder.decode(read.topic(), read.key(), null).key();
                    places.putIfAbsent(key, new Place(read.partition(), read.offset()));
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("the registry's client cannot be closed", e);
        }
        return places;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
