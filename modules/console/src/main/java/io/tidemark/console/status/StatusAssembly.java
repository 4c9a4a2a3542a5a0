package io.tidemark.console.status;

import io.tidemark.console.status.Broker.TableTopic;
import io.tidemark.console.status.GraphPositionsReader.Positions;
import io.tidemark.console.status.PipelineStatus.Capture;
import io.tidemark.console.status.PipelineStatus.Graph;
import io.tidemark.console.status.PipelineStatus.Health;
import io.tidemark.console.status.PipelineStatus.Part;
import io.tidemark.console.status.PipelineStatus.Partition;
import io.tidemark.console.status.PipelineStatus.Problem;
import io.tidemark.console.status.PipelineStatus.Source;
import io.tidemark.console.status.PipelineStatus.Topic;
import io.tidemark.console.status.PipelineStatus.Unknown;
import io.tidemark.console.status.RecordCounts.Count;
import io.tidemark.console.status.RecordCounts.Stretch;
import io.tidemark.console.status.SourceReader.Head;
import io.tidemark.graphstore.TidemarkReader.Tidemark;
import io.tidemark.model.position.Progress;
import io.tidemark.model.position.Watermark;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Makes a status of what was found. Pure. */
final class StatusAssembly {

    private final PartReadings found;

    private StatusAssembly(PartReadings found) {
        this.found = found;
    }

    static PipelineStatus of(PartReadings found) {
        return new StatusAssembly(found).status();
    }

    private PipelineStatus status() {
        Head head = found.source().value();
        Broker broker = found.broker().value();
        PartReading<Long> deadLetters = found.deadLetters();
        PartReading<Optional<LastComparison>> comparison = found.comparison();
        PipelineStatus draft = new PipelineStatus(
                found.at(),
                found.settings().prefix(),
                Health.OK,
                List.of(),
                found.source().map(seen -> new Source(seen.written().toString(), seen.now(), seen.slot())),
                found.broker().map(seen -> capture(seen.progress(), head)),
                broker == null ? List.of() : topics(broker),
                found.broker().map(Broker::sink),
                found.graph().map(seen -> graph(seen, head)),
                deadLetters == null ? null : deadLetters.value(),
                comparison == null
                        ? null
                        : comparison.map(
                                seen -> seen.map(LastComparison::summary).orElse(null)),
                unknown(broker));
        List<Problem> problems = new Diagnosis(
                        draft,
                        found.slow(),
                        broker == null ? List.of() : broker.missing(),
                        comparison == null || comparison.value() == null
                                ? null
                                : found.settings().state(),
                        head == null ? List.of() : head.misfits(),
                        besides(head, broker))
                .problems();
        return new PipelineStatus(
                draft.at(),
                draft.prefix(),
                problems.isEmpty() ? Health.OK : problems.get(0).severity(),
                problems,
                draft.source(),
                draft.capture(),
                draft.topics(),
                draft.sink(),
                draft.graph(),
                draft.deadLetters(),
                draft.reconciliation(),
                draft.unknown());
    }

    private List<Problem> besides(@Nullable Head head, @Nullable Broker broker) {
        Positions positions = found.graph().value();
        List<Problem> problems = new ArrayList<>(Leftovers.of(head, positions));
        problems.addAll(OtherMappings.of(
                found.settings().prefix(),
                found.settings().mapping(),
                broker == null ? null : broker.progress(),
                positions == null ? null : positions.mapping()));
        return problems;
    }

    private static @Nullable Capture capture(@Nullable Progress progress, @Nullable Head head) {
        if (progress == null) {
            return null;
        }
        LogLag lag = LogLag.of(progress.lsn(), progress.committedAt(), head);
        return new Capture(
                progress.lsn().toString(), progress.committedAt(), lag.bytes(), lag.seconds(), progress.filling());
    }

    private static Graph graph(Positions positions, @Nullable Head head) {
        long changes =
                positions.watermarks().stream().mapToLong(Watermark::changes).sum();
        String hold = positions.standing().hold().orElse(null);
        return positions
                .standing()
                .tidemark()
                .map(tidemark -> {
                    LogLag lag = LogLag.of(tidemark.lsn(), tidemark.committedAt(), head);
                    return graph(tidemark, lag, changes, hold);
                })
                .orElseGet(() -> new Graph(null, null, null, null, null, changes, hold));
    }

    private static Graph graph(Tidemark tidemark, LogLag lag, long changes, @Nullable String hold) {
        return new Graph(
                tidemark.lsn().toString(),
                tidemark.committedAt(),
                tidemark.appliedAt(),
                lag.bytes(),
                lag.seconds(),
                changes,
                hold,
                tidemark.filling());
    }

    private List<Topic> topics(Broker broker) {
        AppliedOffsets offsets = new AppliedOffsets(broker, found.graph().value());
        Map<TopicPartition, Stretch> waiting = offsets.waiting();
        List<Topic> topics = new ArrayList<>();
        for (TableTopic topic : broker.topics()) {
            List<Partition> partitions = new ArrayList<>();
            for (int number = 0; number < topic.ends().size(); number++) {
                TopicPartition partition = new TopicPartition(topic.topic(), number);
                long end = topic.ends().get(number);
                Count count = found.counts().get(partition);
                Stretch stretch = waiting.getOrDefault(partition, new Stretch(end, end));
                partitions.add(new Partition(
                        number,
                        end,
                        offsets.committed(topic, number),
                        offsets.applied(topic, number),
                        count == null ? stretch.to() - stretch.from() : count.waiting()));
            }
            topics.add(new Topic(topic.topic(), topic.table().toString(), partitions));
        }
        return topics;
    }

    private List<Unknown> unknown(@Nullable Broker broker) {
        List<Unknown> unknown = new ArrayList<>();
        add(unknown, Part.POSTGRES, found.source());
        add(unknown, Part.KAFKA, found.broker());
        add(unknown, Part.NEO4J, found.graph());
        if (found.settings().mappingProblem() != null) {
            unknown.add(new Unknown(
                    Part.KAFKA,
                    found.settings().mappingProblem() + " (the topics shown are those that begin with the prefix)"));
        }
        if (broker != null && broker.progress() == null) {
            unknown.add(new Unknown(Part.CAPTURE, "no capture has stated how far it is under this prefix yet"));
        }
        add(unknown, Part.SINK, found.deadLetters());
        add(unknown, Part.RECONCILER, found.comparison());
        return unknown;
    }

    private static void add(List<Unknown> unknown, Part part, @Nullable PartReading<?> reading) {
        if (reading != null && reading.reason() != null) {
            unknown.add(new Unknown(part, reading.reason()));
        }
    }
}
