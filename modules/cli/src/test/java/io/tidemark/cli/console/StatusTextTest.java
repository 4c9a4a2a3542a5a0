package io.tidemark.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.console.status.PipelineStatus;
import io.tidemark.console.status.PipelineStatus.Capture;
import io.tidemark.console.status.PipelineStatus.Graph;
import io.tidemark.console.status.PipelineStatus.Health;
import io.tidemark.console.status.PipelineStatus.Part;
import io.tidemark.console.status.PipelineStatus.Partition;
import io.tidemark.console.status.PipelineStatus.Problem;
import io.tidemark.console.status.PipelineStatus.Reconciliation;
import io.tidemark.console.status.PipelineStatus.Sink;
import io.tidemark.console.status.PipelineStatus.Slot;
import io.tidemark.console.status.PipelineStatus.Source;
import io.tidemark.console.status.PipelineStatus.Topic;
import io.tidemark.console.status.PipelineStatus.Unknown;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class StatusTextTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private static PipelineStatus well(@Nullable Reconciliation reconciliation) {
        return new PipelineStatus(
                NOW,
                "p",
                Health.OK,
                List.of(),
                new Source("0/2000", NOW, new Slot("p", true, "reserved", 4_096, null)),
                new Capture("0/2000", NOW.minusSeconds(1), 0L, 0.0),
                List.of(
                        new Topic("p.public.users", "public.users", List.of(new Partition(0, 12, 12L, 11L, 0))),
                        new Topic(
                                "p.public.follows",
                                "public.follows",
                                List.of(new Partition(0, 1_240, 12L, 6L, 1_234)))),
                new Sink("p-sink", "Stable", 1),
                new Graph("0/1F00", NOW.minusSeconds(2), NOW, 256L, 1.5, 30, null),
                0L,
                reconciliation,
                List.of());
    }

    @Test
    void the_whole_pipeline_is_aligned() {
        Reconciliation last = new Reconciliation(NOW, "in_sync", 30, 0, 0);
        assertThat(new StatusText(well(last), false).lines())
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
        PipelineStatus status = new PipelineStatus(
                NOW,
                "p",
                Health.OK,
                List.of(),
                null,
                null,
                List.of(),
                null,
                null,
                null,
                null,
                List.of(new Unknown(Part.KAFKA, "Kafka does not answer")));
        assertThat(new StatusText(status, false).lines())
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
        assertThat(new StatusText(status, false).line())
                .isEqualTo("2026-11-21T12:00:00Z OK | graph lag ? | topics ? | dead letters ?");
    }

    @Test
    void a_problem_names_its_page_and_is_red_on_a_terminal() {
        PipelineStatus well = well(null);
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
