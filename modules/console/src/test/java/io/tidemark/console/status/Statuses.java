package io.tidemark.console.status;

import io.tidemark.console.status.PipelineStatus.Capture;
import io.tidemark.console.status.PipelineStatus.Graph;
import io.tidemark.console.status.PipelineStatus.Health;
import io.tidemark.console.status.PipelineStatus.Partition;
import io.tidemark.console.status.PipelineStatus.Reconciliation;
import io.tidemark.console.status.PipelineStatus.Sink;
import io.tidemark.console.status.PipelineStatus.Slot;
import io.tidemark.console.status.PipelineStatus.Source;
import io.tidemark.console.status.PipelineStatus.Topic;
import io.tidemark.console.status.PipelineStatus.Unknown;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statuses for tests: a pipeline that is well, and what may ail it. */
final class Statuses {

    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @Nullable
    Source source = new Source("0/2000", NOW, slot(true, "reserved"));

    @Nullable
    Capture capture = new Capture("0/2000", NOW.minusSeconds(1), 0L, 0.0);

    @Nullable
    Sink sink = new Sink("p-sink", "Stable", 1);

    @Nullable
    Graph graph = graph("0/1F00", 256L, 1.5, null);

    List<Topic> topics = List.of(
            new Topic("p.public.users", "public.users", List.of(new Partition(0, 12, 12L, 11L, 0))),
            new Topic("p.public.follows", "public.follows", List.of(new Partition(0, 1_240, 12L, 6L, 1_234))));

    @Nullable
    Long deadLetters = 0L;

    @Nullable
    Reconciliation reconciliation;

    final List<Unknown> unknown = new ArrayList<>();

    static Slot slot(boolean active, String walStatus) {
        return new Slot("p", active, walStatus, 4_096, null);
    }

    static Graph graph(
            @Nullable String tidemark, @Nullable Long bytes, @Nullable Double seconds, @Nullable String hold) {
        return new Graph(
                tidemark,
                tidemark == null ? null : NOW.minusSeconds(2),
                tidemark == null ? null : NOW,
                bytes,
                seconds,
                30,
                hold);
    }

    PipelineStatus status() {
        return new PipelineStatus(
                NOW,
                "p",
                Health.OK,
                List.of(),
                source,
                capture,
                topics,
                sink,
                graph,
                deadLetters,
                reconciliation,
                unknown);
    }
}
