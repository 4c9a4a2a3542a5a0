package io.tidemark.console.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.console.status.PipelineStatus.Capture;
import io.tidemark.console.status.PipelineStatus.Graph;
import io.tidemark.console.status.PipelineStatus.Health;
import io.tidemark.console.status.PipelineStatus.Part;
import io.tidemark.console.status.PipelineStatus.Problem;
import io.tidemark.console.status.PipelineStatus.Reconciliation;
import io.tidemark.console.status.PipelineStatus.Sink;
import io.tidemark.console.status.PipelineStatus.Source;
import io.tidemark.console.status.PipelineStatus.Unknown;
import io.tidemark.model.position.Filling;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class DiagnosisTest {

    private static final Path STATE = Path.of("/var/lib/tidemark/reconciler");

    private final Statuses statuses = new Statuses();
    private final List<io.tidemark.model.Problem> misfits = new ArrayList<>();

    private List<Problem> problems() {
        return new Diagnosis(
                        statuses.status(),
                        Set.of(),
                        List.of(),
                        statuses.reconciliation == null ? null : STATE,
                        misfits,
                        List.of())
                .problems();
    }

    private void assertOne(Health severity, Part part, @Nullable String runbook, String text) {
        assertThat(problems()).singleElement().satisfies(problem -> {
            assertThat(problem.severity()).isEqualTo(severity);
            assertThat(problem.part()).isEqualTo(part);
            assertThat(problem.runbook()).isEqualTo(runbook);
            assertThat(problem.text()).contains(text);
        });
    }

    @Test
    void nothing_is_wrong_with_a_pipeline_that_is_well() {
        assertThat(problems()).isEmpty();
    }

    @Test
    void a_part_that_is_away_is_failing_with_the_reason() {
        statuses.source = null;
        statuses.unknown.add(new Unknown(Part.POSTGRES, "connection refused"));
        assertOne(Health.FAILING, Part.POSTGRES, "postgres-down.md", "connection refused");
    }

    @Test
    void a_part_that_is_slow_for_once_is_not_called_away() {
        statuses.graph = null;
        statuses.unknown.add(new Unknown(Part.NEO4J, "Neo4j is slow to answer"));
        assertThat(new Diagnosis(statuses.status(), Set.of(Part.NEO4J), List.of(), null, misfits, List.of()).problems())
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.severity()).isEqualTo(Health.WARNING);
                    assertThat(problem.text()).isEqualTo("Neo4j is slow to answer");
                });
    }

    @Test
    void all_parts_away_are_in_the_direction_of_the_data() {
        statuses.source = null;
        statuses.sink = null;
        statuses.graph = null;
        assertThat(problems())
                .extracting(Problem::runbook)
                .containsExactly("postgres-down.md", "kafka-down.md", "neo4j-down.md");
    }

    @Test
    void a_slot_that_is_gone_is_lost_and_one_that_never_was_is_not() {
        statuses.source = new Source("0/2000", Statuses.NOW, null);
        assertOne(Health.FAILING, Part.CAPTURE, "slot-lost.md", "the replication slot is gone");
        statuses.capture = null;
        statuses.graph = Statuses.graph(null, null, null, null);
        assertThat(problems()).extracting(Problem::runbook).containsExactly("capture-down.md", "tidemark-stale.md");
    }

    @Test
    void a_slot_is_judged_by_who_reads_it_and_by_its_log() {
        statuses.source = new Source("0/2000", Statuses.NOW, Statuses.slot(false, "reserved"));
        assertOne(Health.FAILING, Part.CAPTURE, "slot-inactive.md", "4.0 KiB");
        statuses.source = new Source("0/2000", Statuses.NOW, Statuses.slot(true, "extended"));
        assertOne(Health.WARNING, Part.POSTGRES, "wal-filling-the-disk.md", "max_wal_size");
        statuses.source = new Source("0/2000", Statuses.NOW, Statuses.slot(true, "unreserved"));
        assertOne(Health.FAILING, Part.POSTGRES, "wal-filling-the-disk.md", "next checkpoint");
        statuses.source = new Source("0/2000", Statuses.NOW, Statuses.slot(false, "lost"));
        assertOne(Health.FAILING, Part.CAPTURE, "slot-lost.md", "snapshot");
    }

    @Test
    void a_group_without_members_is_a_sink_that_does_not_run() {
        statuses.sink = new Sink("p-sink", "Empty", 0);
        assertOne(Health.FAILING, Part.SINK, "sink-down.md", "1,234 records wait");
    }

    @Test
    void a_graph_is_late_after_30_seconds_and_stale_after_300() {
        statuses.graph = Statuses.graph("0/1F00", 256L, 30.0, null);
        assertThat(problems()).isEmpty();
        statuses.graph = Statuses.graph("0/1F00", 256L, 30.1, null);
        assertOne(Health.WARNING, Part.NEO4J, "tidemark-stale.md", "30.1 s behind");
        statuses.graph = Statuses.graph("0/1F00", 256L, 301.0, null);
        assertOne(Health.FAILING, Part.NEO4J, "tidemark-stale.md", "5 min 1 s behind");
        statuses.graph = Statuses.graph("0/1F00", 0L, 301.0, null);
        assertThat(problems()).isEmpty();
    }

    @Test
    void topics_that_are_late_point_to_the_capture() {
        statuses.capture = new Capture("0/1000", Statuses.NOW.minusSeconds(60), 4_096L, 60.0);
        assertOne(Health.WARNING, Part.CAPTURE, "capture-down.md", "1 min 0 s behind");
    }

    @Test
    void tables_that_are_being_filled_are_named_until_the_tidemark_covers_them() {
        Filling filling = new Filling("public.posts", 1_000, 5_000, Statuses.NOW.minusSeconds(10));
        statuses.capture = new Capture("0/2000", Statuses.NOW, 0L, 0.0, List.of(filling));
        assertThat(problems())
                .singleElement()
                .extracting(Problem::text)
                .asString()
                .contains(
                        "table public.posts is new in the mapping and is being filled: 1,000 of about 5,000 rows",
                        "about 40 s left");
        statuses.capture = new Capture("0/2000", Statuses.NOW, 0L, 0.0);
        statuses.graph = new Graph("0/1F00", Statuses.NOW, Statuses.NOW, 0L, 0.0, 30, null, List.of("public.posts"));
        assertThat(problems())
                .singleElement()
                .extracting(Problem::text)
                .isEqualTo("table public.posts is filled in its topic; the tidemark does not cover it yet");
    }

    @Test
    void a_snapshot_is_no_late_capture() {
        statuses.capture = new Capture("0/0", Statuses.NOW.minusSeconds(600), 8_192L, 600.0);
        for (String tidemark : new String[] {null, "0/0"}) {
            statuses.graph = Statuses.graph(tidemark, 8_192L, 600.0, null);
            assertOne(Health.WARNING, Part.NEO4J, "tidemark-stale.md", "it is being filled");
        }
    }

    @Test
    void a_tidemark_ahead_of_the_log_is_of_another_database() {
        statuses.graph =
                new Graph("9/0", Statuses.NOW.minusSeconds(60), Statuses.NOW.minusSeconds(60), null, null, 30, null);
        assertOne(Health.FAILING, Part.NEO4J, "slot-lost.md", "another database");
        statuses.graph = new Graph("9/0", Statuses.NOW, Statuses.NOW, 0L, 0.0, 30, null);
        assertThat(problems()).isEmpty();
    }

    @Test
    void dead_letters_and_a_hold_are_warnings() {
        statuses.deadLetters = 1L;
        assertOne(Health.WARNING, Part.SINK, "dead-letters.md", "1 record could not be applied and is not settled");
        statuses.deadLetters = 0L;
        statuses.graph = Statuses.graph("0/1F00", 256L, 1.5, "clearing");
        assertOne(Health.WARNING, Part.NEO4J, "hold.md", "clearing");
    }

    @Test
    void a_comparison_is_judged_by_what_it_found_and_by_its_age() {
        statuses.reconciliation = new Reconciliation(Statuses.NOW.minus(Duration.ofHours(26)), "in_sync", 30, 0, 0);
        assertThat(problems()).isEmpty();
        statuses.reconciliation = new Reconciliation(Statuses.NOW.minus(Duration.ofHours(27)), "in_sync", 30, 0, 0);
        assertOne(Health.WARNING, Part.RECONCILER, "reconciler-overdue.md", "27 h 0 min ago");
        statuses.reconciliation = new Reconciliation(Statuses.NOW, "drift", 30, 2, 0);
        assertOne(Health.WARNING, Part.RECONCILER, "drift-found.md", "2 keys that differ");
        statuses.reconciliation = null;
        assertThat(new Diagnosis(statuses.status(), Set.of(), List.of(), STATE, misfits, List.of()).problems())
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.runbook()).isEqualTo("reconciler-overdue.md");
                    assertThat(problem.text()).contains(STATE.toString());
                });
    }

    @Test
    void a_table_that_no_longer_fits_the_mapping_is_a_warning_with_what_to_do() {
        misfits.add(new io.tidemark.model.Problem(
                "column public.users.username does not exist", "the table has id, login"));
        assertOne(
                Health.WARNING,
                Part.POSTGRES,
                null,
                "column public.users.username does not exist: the table has id, login; ");
        assertOne(Health.WARNING, Part.POSTGRES, null, "./tidemark reconcile repair");
    }

    @Test
    void the_worst_comes_first() {
        statuses.deadLetters = 3L;
        statuses.graph = null;
        assertThat(problems()).extracting(Problem::severity).containsExactly(Health.FAILING, Health.WARNING);
        assertThat(new Diagnosis(statuses.status(), Set.of(), List.of("p.public.users"), null, misfits, List.of())
                        .problems())
                .extracting(Problem::part)
                .containsExactly(Part.KAFKA, Part.NEO4J, Part.SINK);
    }
}
