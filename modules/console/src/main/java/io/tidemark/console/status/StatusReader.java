package io.tidemark.console.status;

import io.tidemark.console.status.GraphPositionsReader.Positions;
import io.tidemark.console.status.RecordCounts.Count;
import io.tidemark.console.status.RecordCounts.Stretch;
import io.tidemark.console.status.SourceReader.Head;
import io.tidemark.events.TopicNames;
import io.tidemark.model.TableName;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Reads the pipeline from outside. Connections are kept between reads, and opened again after a failure. No part holds up
 * another: whatever is unreachable, a read takes {@link #LONGEST} at most, and the first one, which loads the clients and opens
 * the connections, some times that. Writes nothing anywhere. Used by one thread at a time.
 */
public final class StatusReader implements AutoCloseable {

    private static final Patience PATIENCE =
            new Patience(Duration.ofSeconds(12), Duration.ofMillis(2_800), Duration.ofSeconds(2));

    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(1);

    /** The most that a read takes, but for the first. */
    public static final Duration LONGEST = PATIENCE.later().plus(PATIENCE.count());

    private final ConsoleSettings settings;
    private final Patience patience;
    private final PartThread<String, Head> source;
    private final PartThread<List<TableName>, Broker> broker;
    private final PartThread<String, Positions> graph;
    private final PartThread<Map<TopicPartition, Stretch>, Map<TopicPartition, Count>> counts;
    private final PartThread<Long, Long> deadLetters;
    private boolean begun;

    /** Prepares to read; nothing is opened yet. */
    public StatusReader(ConsoleSettings settings) {
        this(settings, PATIENCE);
    }

    StatusReader(ConsoleSettings settings, Patience patience) {
        TopicNames names = new TopicNames(settings.prefix());
        this.settings = settings;
        this.patience = patience;
        this.source = new PartThread<>("Postgres", new SourceReader(settings.database(), settings.mapping()));
        this.broker = new PartThread<>("Kafka", new BrokerReader(settings.kafka(), names));
        this.graph = new PartThread<>("Neo4j", new GraphPositionsReader(settings.graph()));
        this.counts = new PartThread<>("Kafka", new RecordCounts(settings.kafka()));
        this.deadLetters = new PartThread<>("the dead-letter topic", new DeadLetterReader(settings.kafka(), names));
    }

    /**
     * How long answers are waited for.
     *
     * @param first by the first read: on a busy machine a JVM that has just begun takes seconds to log in, and a part that is well
     *     would seem unreachable
     * @param later by all others
     * @param count by them, for records to be counted
     */
    record Patience(Duration first, Duration later, Duration count) {}

    /** Reads; what cannot be read is missing in the answer, which says why. Never throws because a part is unreachable. */
    public StatusSnapshot read() {
        if (begun) {
            return read(patience.later(), patience.count());
        }
        begun = true;
        long deadline = System.nanoTime() + patience.first().toNanos();
        StatusSnapshot first = read(patience.first(), patience.first());
        if (isWhole(first.status())) {
            return first;
        }
        Duration left = Duration.ofNanos(deadline - System.nanoTime());
        return read(longer(left, patience.later()), longer(left, patience.count()));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /**
     * If not, a client may have run out of its own time while it was loaded: that does not happen twice, but on a busy machine the
     * second try is slow too, and has what the first left of its time.
     */
    private static boolean isWhole(PipelineStatus status) {
        return status.source() != null
                && status.sink() != null
                && status.graph() != null
                && status.deadLetters() != null;
    }

    private StatusSnapshot read(Duration wait, Duration countWait) {
        long deadline = System.nanoTime() + wait.toNanos();
        source.ask(settings.prefix());
        broker.ask(settings.tables());
        graph.ask(settings.prefix());
        PartReading<Head> head = source.answer(deadline);
        PartReading<Positions> positions = graph.answer(deadline);
        PartReading<Broker> seen = broker.answer(deadline);
        PartReading<Optional<LastComparison>> comparison = comparison();
        Map<TopicPartition, Count> counted = Map.of();
        PartReading<Long> deadLetterCount = null;
        Broker there = seen.value();
        if (there != null) {
            long countDeadline = System.nanoTime() + countWait.toNanos();
            deadLetters.ask(there.deadLetterEnd());
            counts.ask(new AppliedOffsets(there, positions.value()).waiting());
            Map<TopicPartition, Count> answered = counts.answer(countDeadline).value();
            counted = answered == null ? Map.of() : answered;
            deadLetterCount = deadLetters.answer(countDeadline);
        }
        PipelineStatus status = StatusAssembly.of(
                new PartReadings(Instant.now(), settings, head, seen, positions, counted, deadLetterCount, comparison));
        return new StatusSnapshot(
                status, captured(counted), comparison == null ? null : comparison.map(found -> found.orElse(null)));
    }

    private @Nullable PartReading<Optional<LastComparison>> comparison() {
        Path state = settings.state();
        return state == null ? null : ComparisonFile.read(state, settings.prefix());
    }

    private static Map<String, Long> captured(Map<TopicPartition, Count> counts) {
        Map<String, Long> captured = new HashMap<>();
        counts.forEach((partition, count) -> captured.merge(partition.topic(), count.changes(), Long::sum));
        return captured;
    }

    @Override
    public void close() {
        List<PartThread<?, ?>> parts = List.of(source, broker, graph, counts, deadLetters);
        parts.forEach(PartThread::close);
        long deadline = System.nanoTime() + CLOSE_PATIENCE.toNanos();
        parts.forEach(part -> part.awaitClosed(deadline));
    }
}
