package io.tidemark.lab.bench;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.tidemark.events.RowChangeDecoder;
import io.tidemark.events.TopicReader;
import io.tidemark.events.WriterSchemas;
import io.tidemark.lab.pipeline.Pipeline;
import io.tidemark.model.TableName;
import io.tidemark.model.change.RowKey;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Where in a topic the changes are that came after a certain moment. */
final class TopicTail implements AutoCloseable {

    private static final Duration LONGEST_STANDSTILL = Duration.ofSeconds(60);

    private final Pipeline pipeline;
    private final TopicReader reader;
    private final List<TopicPartition> partitions;
    private final Map<TopicPartition, Long> from;

    /** That moment is now. */
    TopicTail(Pipeline pipeline, TableName table) {
        this.pipeline = pipeline;
        reader = new TopicReader(pipeline.settings().kafka().client(), LONGEST_STANDSTILL);
        partitions = reader.partitions(List.of(pipeline.topics().table(table)));
        from = reader.ends(partitions);
    }

    /** A partition and an offset in it. */
    record Place(int partition, long offset) {}

    /** The places of all changes since, by key; a tombstone has the place of its delete. */
    Map<RowKey, Place> places() {
        Map<RowKey, Place> places = new HashMap<>();
        try (SchemaRegistryClient registry = pipeline.settings().registry().connect()) {
            RowChangeDecoder decoder =
                    new RowChangeDecoder(pipeline.settings().mapping(), pipeline.topics(), WriterSchemas.of(registry));
            reader.read(from, reader.ends(partitions), read -> {
                RowKey key = decoder.decode(read.topic(), read.key(), null).key();
                places.putIfAbsent(key, new Place(read.partition(), read.offset()));
            });
        } catch (IOException e) {
            throw new IllegalStateException("the registry's client cannot be closed", e);
        }
        return places;
    }

    @Override
    public void close() {
        reader.close();
    }
}
