package io.tidemark.console.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.console.status.Broker.TableTopic;
import io.tidemark.console.status.GraphPositionsReader.Positions;
import io.tidemark.console.status.PipelineStatus.Capture;
import io.tidemark.console.status.PipelineStatus.Graph;
import io.tidemark.console.status.PipelineStatus.Health;
import io.tidemark.console.status.PipelineStatus.Part;
import io.tidemark.console.status.PipelineStatus.Partition;
import io.tidemark.console.status.PipelineStatus.Problem;
import io.tidemark.console.status.PipelineStatus.Reconciliation;
import io.tidemark.console.status.PipelineStatus.Sink;
import io.tidemark.console.status.PipelineStatus.Source;
import io.tidemark.console.status.PipelineStatus.Unknown;
import io.tidemark.console.status.RecordCounts.Count;
import io.tidemark.console.status.SourceReader.Head;
import io.tidemark.events.KafkaSettings;
import io.tidemark.graphstore.GraphSettings;
import io.tidemark.graphstore.TidemarkReader.Standing;
import io.tidemark.graphstore.TidemarkReader.Tidemark;
import io.tidemark.model.TableName;
import io.tidemark.model.position.Lsn;
import io.tidemark.model.position.Progress;
import io.tidemark.model.position.Watermark;
import io.tidemark.postgres.DatabaseUrl;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class StatusAssemblyTest {

    private static final Instant NOW = Statuses.NOW;
    private static final Path STATE = Path.of("/var/lib/tidemark/reconciler");
    private static final String TOPIC = "p.public.users";
    private static final TopicPartition FIRST = new TopicPartition(TOPIC, 0);

    private PartReading<Head> source =
            PartReading.seen(new Head(new Lsn(0x2000), NOW, Statuses.slot(true, "reserved"), List.of(), List.of()));
    private PartReading<Broker> broker = PartReading.seen(
            broker(List.of(), new Progress(new Lsn(0x1F00), NOW.minusSeconds(3), Map.of()), List.of(12L, 0L)));
    private PartReading<Positions> graph = PartReading.seen(new Positions(
            new Standing(
                    Optional.of(new Tidemark(new Lsn(0x1F00), NOW.minusSeconds(2), NOW.minusSeconds(1))),
                    Optional.empty()),
            List.of(new Watermark(TOPIC, "an-id", 0, 9, 30)),
            List.of()));
    private Map<TopicPartition, Count> counts = Map.of(FIRST, new Count(1, 0));
    private @Nullable PartReading<Long> deadLetters = PartReading.seen(0L);
    private @Nullable PartReading<Optional<LastComparison>> comparison;
    private @Nullable String mappingProblem;

    private static Broker broker(List<String> missing, @Nullable Progress progress, List<Long> ends) {
        return new Broker(
                List.of(new TableTopic(TOPIC, TableName.parse("users"), "an-id", ends)),
                missing,
                Map.of(FIRST, 8L),
                new Sink("p-sink", "Stable", 1),
                progress,
                0);
    }

    private PipelineStatus status() {
        ConsoleSettings settings = new ConsoleSettings(
                DatabaseUrl.parse("postgres://app@db/social"),
                new GraphSettings("bolt://graph:7687", "neo4j", "secret"),
                new KafkaSettings("kafka:9092", Map.of()),
                "p",
                null,
                mappingProblem,
                comparison == null ? null : STATE);
        return StatusAssembly.of(
                new PartReadings(NOW, settings, source, broker, graph, counts, deadLetters, comparison));
    }

    @Test
    void a_pipeline_that_is_well_is_ok_and_shows_all_its_parts() {
        PipelineStatus status = status();
        assertThat(status.health()).isEqualTo(Health.OK);
        assertThat(status.problems()).isEmpty();
        assertThat(status.unknown()).isEmpty();
        assertThat(status.source()).isEqualTo(new Source("0/2000", NOW, Statuses.slot(true, "reserved")));
        assertThat(status.capture()).isEqualTo(new Capture("0/1F00", NOW.minusSeconds(3), 256L, 3.0));
        assertThat(status.sink()).isEqualTo(new Sink("p-sink", "Stable", 1));
        assertThat(status.graph())
                .isEqualTo(new Graph("0/1F00", NOW.minusSeconds(2), NOW.minusSeconds(1), 256L, 2.0, 30, null));
        assertThat(status.deadLetters()).isZero();
    }

    @Test
    void a_partition_lags_by_the_records_counted_and_without_a_count_by_offsets() {
        counts = Map.of(FIRST, new Count(1, 0));
        assertThat(status().topics().get(0).partitions())
                .containsExactly(new Partition(0, 12, 8L, 10L, 1), new Partition(1, 0, null, 0L, 0));
        counts = Map.of();
        assertThat(status().topics().get(0).lag()).isEqualTo(12 - 10);
    }

    @Test
    void what_the_graph_says_of_a_topic_that_was_recreated_does_not_count() {
        graph = PartReading.seen(new Positions(
                new Standing(Optional.empty(), Optional.empty()),
                List.of(new Watermark(TOPIC, "the-id-before", 0, 9, 30)),
                List.of()));
        counts = Map.of();
        assertThat(status().topics().get(0).partitions().get(0)).isEqualTo(new Partition(0, 12, 8L, 0L, 12));
    }

    @Test
    void without_the_graph_the_lag_is_from_the_committed_offsets() {
        graph = PartReading.unknown("Neo4j cannot be reached");
        counts = Map.of();
        PipelineStatus status = status();
        assertThat(status.graph()).isNull();
        assertThat(status.topics().get(0).partitions())
                .containsExactly(new Partition(0, 12, 8L, null, 4), new Partition(1, 0, null, null, 0));
        assertThat(status.unknown()).containsExactly(new Unknown(Part.NEO4J, "Neo4j cannot be reached"));
        assertThat(status.health()).isEqualTo(Health.FAILING);
        assertThat(status.problems()).extracting(Problem::runbook).containsExactly("neo4j-down.md");
    }

    @Test
    void without_postgres_nothing_is_said_of_lag() {
        source = PartReading.unknown("refused");
        PipelineStatus status = status();
        assertThat(status.source()).isNull();
        assertThat(status.capture()).isEqualTo(new Capture("0/1F00", NOW.minusSeconds(3), null, null));
        assertThat(status.graph())
                .isEqualTo(new Graph("0/1F00", NOW.minusSeconds(2), NOW.minusSeconds(1), null, null, 30, null));
    }

    @Test
    void a_part_that_is_slow_for_once_is_a_warning() {
        graph = PartReading.late("Neo4j is slow to answer");
        assertThat(status().health()).isEqualTo(Health.WARNING);
    }

    @Test
    void without_the_broker_its_topics_are_not_shown_and_no_dead_letters() {
        broker = PartReading.unknown("Kafka does not answer");
        counts = Map.of();
        deadLetters = null;
        PipelineStatus status = status();
        assertThat(status.topics()).isEmpty();
        assertThat(status.capture()).isNull();
        assertThat(status.sink()).isNull();
        assertThat(status.deadLetters()).isNull();
        assertThat(status.unknown()).containsExactly(new Unknown(Part.KAFKA, "Kafka does not answer"));
    }

    @Test
    void what_is_missing_at_the_broker_is_said() {
        broker = PartReading.seen(broker(List.of("p.public.mutes"), null, List.of(12L)));
        deadLetters = PartReading.unknown("the dead-letter topic does not answer");
        mappingProblem = "mapping m.yaml does not exist: correct TIDEMARK_MAPPING";
        PipelineStatus status = status();
        assertThat(status.capture()).isNull();
        assertThat(status.unknown())
                .containsExactly(
                        new Unknown(
                                Part.KAFKA,
                                mappingProblem + " (the topics shown are those that begin with the prefix)"),
                        new Unknown(Part.CAPTURE, "no capture has stated how far it is under this prefix yet"),
                        new Unknown(Part.SINK, "the dead-letter topic does not answer"));
        assertThat(status.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.text()).contains("Kafka has no topic p.public.mutes"));
    }

    @Test
    void the_health_is_that_of_the_worst_problem() {
        deadLetters = PartReading.seen(2L);
        assertThat(status().health()).isEqualTo(Health.WARNING);
        source = PartReading.seen(
                new Head(new Lsn(0x2000), NOW, Statuses.slot(false, "reserved"), List.of(), List.of()));
        PipelineStatus status = status();
        assertThat(status.health()).isEqualTo(Health.FAILING);
        assertThat(status.problems()).extracting(Problem::severity).containsExactly(Health.FAILING, Health.WARNING);
    }

    @Test
    void a_comparison_is_shown_and_one_that_never_ended_or_cannot_be_read_is_told_apart() {
        LastComparison last = new LastComparison(NOW.minusSeconds(60), NOW, List.of());
        comparison = PartReading.seen(Optional.of(last));
        assertThat(status().reconciliation()).isEqualTo(new Reconciliation(NOW, "in_sync", 0, 0, 0));
        comparison = PartReading.seen(Optional.empty());
        assertThat(status().reconciliation()).isNull();
        assertThat(status().problems()).extracting(Problem::runbook).containsExactly("reconciler-overdue.md");
        comparison = PartReading.unknown("the file is damaged");
        assertThat(status().problems()).isEmpty();
        assertThat(status().unknown()).containsExactly(new Unknown(Part.RECONCILER, "the file is damaged"));
    }
}
