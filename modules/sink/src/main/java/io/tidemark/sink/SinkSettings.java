package io.tidemark.sink;

import io.tidemark.events.KafkaSettings;
import io.tidemark.events.RegistrySettings;
import io.tidemark.events.TopicNames;
import io.tidemark.graphstore.GraphSettings;
import io.tidemark.model.mapping.Mapping;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a sink needs to know.
 *
 * @param kafka Kafka's address, and what is passed to each of its clients; what the sink depends on cannot be changed by it
 * @param registry where the schema registry is
 * @param graph where Neo4j is
 * @param topicPrefix the pipeline's prefix; also names the consumer group, {@code <prefix>-sink}
 * @param mapping what the graph is
 * @param batchSize rows in one Neo4j transaction at most, from 1
 * @param threads stream threads, from 1; more than one writer helps only where Neo4j has cores to spare
 * @param instance this sink's own name in its group (static membership): when it comes back within a minute its partitions are
 *     still its own, and no other sink's stand still. Null for none: its partitions move when it leaves and when it joins
 */
public record SinkSettings(
        KafkaSettings kafka,
        RegistrySettings registry,
        GraphSettings graph,
        String topicPrefix,
        Mapping mapping,
        int batchSize,
        int threads,
        @Nullable String instance) {

    public static final int DEFAULT_BATCH_SIZE = 5_000;
    public static final int DEFAULT_THREADS = 1;

    public SinkSettings {
        if (topicPrefix.isBlank()) {
            throw new IllegalArgumentException("topicPrefix is empty: give the capture's prefix");
        }
        if (batchSize < 1) {
            throw new IllegalArgumentException("batchSize is " + batchSize + ": use 1 or more, 5000 is good");
        }
        if (instance != null && instance.isBlank()) {
            throw new IllegalArgumentException("instance is empty: give each sink a name of its own, or none");
        }
        if (threads < 1) {
            throw new IllegalArgumentException("threads is " + threads + ": use 1 or more");
        }
    }

    String applicationId() {
        return topicNames().sinkGroup();
    }

    TopicNames topicNames() {
        return new TopicNames(topicPrefix);
    }

    /** Every topic that is read. */
    List<String> inputs() {
        return Stream.concat(topics().stream(), Stream.of(topicNames().progress()))
                .toList();
    }

    /** The topics of the mapped tables. */
    List<String> topics() {
        return mapping.tables().stream().map(topicNames()::table).toList();
    }

    /** Without what may hold secrets. */
    @Override
    public String toString() {
        return "sink " + applicationId() + " from " + kafka + " (registry " + registry + ") to " + graph + ", at most "
                + batchSize + " rows a transaction, " + threads + " threads";
    }
}
