package io.tidemark.console.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.console.status.PipelineStatus.Health;
import io.tidemark.console.status.PipelineStatus.Part;
import io.tidemark.console.status.PipelineStatus.Problem;
import io.tidemark.console.status.PipelineStatus.Reconciliation;
import io.tidemark.console.status.PipelineStatus.Unknown;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StatusTextTest {

    private final Statuses statuses = new Statuses();

    @Test
    void the_whole_pipeline_is_aligned() {
        statuses.reconciliation = new Reconciliation(Statuses.NOW, "in_sync", 30, 0, 0);
        assertThat(new StatusText(statuses.status(), false).lines())
                .containsExactly(
                        "p             OK  at 2026-11-21T12:00:00Z",
                        "",
                        "Postgres      log written to 0/2000",
                        "slot          p is read, keeps 4.0 KiB of log, wal_status reserved",
                        "capture       at 0/2000, lag 0.0 s, 0 B",
                        "sink          group p-sink is Stable, 1 member",
                        "graph         at 0/1F00, lag 1.5 s, 256 B, 30 changes applied",
                        "dead letters  0",
                        "reconciled    in sync at 2026-11-21T12:00:00Z, 30 rows, 0 drifts, 0 unsettled",
                        "",
                        "topic               partitions           end           lag",
                        "p.public.users               1            12             0",
                        "p.public.follows             1         1,240         1,234  0:1,234");
    }

    @Test
    void what_is_not_known_is_a_question_mark_and_never_a_zero() {
        statuses.source = null;
        statuses.capture = null;
        statuses.sink = null;
        statuses.graph = null;
        statuses.topics = List.of();
        statuses.deadLetters = null;
        statuses.unknown.add(new Unknown(Part.KAFKA, "Kafka does not answer"));
        assertThat(new StatusText(statuses.status(), false).lines())
                .containsExactly(
                        "p             OK  at 2026-11-21T12:00:00Z",
                        "",
                        "Postgres      ?",
                        "slot          ?",
                        "capture       ?",
                        "sink          ?",
                        "graph         ?",
                        "dead letters  ?",
                        "",
                        "? kafka: Kafka does not answer");
        assertThat(new StatusText(statuses.status(), false).line())
                .isEqualTo("2026-11-21T12:00:00Z OK | graph lag ? | topics ? | dead letters ?");
    }

    @Test
    void a_problem_names_its_page_and_is_red_on_a_terminal() {
        PipelineStatus well = statuses.status();
        PipelineStatus failing = new PipelineStatus(
                well.at(),
                well.prefix(),
                Health.FAILING,
                List.of(new Problem(Part.SINK, Health.FAILING, "no sink runs", "sink-down.md")),
                well.source(),
                well.capture(),
                well.topics(),
                well.sink(),
                well.graph(),
                well.deadLetters(),
                null,
                List.of(new Unknown(Part.SINK, "no sink")));
        assertThat(new StatusText(failing, false).lines())
                .endsWith("FAILING sink: no sink runs (ops/runbooks/sink-down.md)");
        assertThat(new StatusText(failing, true).lines().get(0)).contains("\u001b[31mFAILING\u001b[0m");
        assertThat(new StatusText(failing, false).line())
                .isEqualTo("2026-11-21T12:00:00Z FAILING | graph lag 1.5 s, 256 B | 1,234 records wait"
                        + " | dead letters 0 | FAILING no sink runs");
    }
}
