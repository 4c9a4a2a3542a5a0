package io.tidemark.console.status;

import io.tidemark.console.status.GraphPositionsReader.Positions;
import io.tidemark.console.status.PipelineStatus.Part;
import io.tidemark.console.status.RecordCounts.Count;
import io.tidemark.console.status.SourceReader.Head;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one read found, before anything is made of it.
 *
 * @param counts exact counts by partition; where one is missing, offsets are taken for records
 * @param deadLetters null when the broker is away, and nobody asked
 * @param comparison null when it was not looked for
 */
record PartReadings(
        Instant at,
        ConsoleSettings settings,
        PartReading<Head> source,
        PartReading<Broker> broker,
        PartReading<Positions> graph,
        Map<TopicPartition, Count> counts,
        @Nullable PartReading<Long> deadLetters,
        @Nullable PartReading<Optional<LastComparison>> comparison) {

    PartReadings {
        counts = Map.copyOf(counts);
    }

    /** The parts that have not answered this time, and had the last time. */
    Set<Part> slow() {
        Map<Part, PartReading<?>> parts = Map.of(Part.POSTGRES, source, Part.KAFKA, broker, Part.NEO4J, graph);
        return parts.entrySet().stream()
                .filter(part -> part.getValue().slow())
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }
}
