package io.tidemark.console.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.console.status.PipelineStatus;
import io.tidemark.console.status.PipelineStatus.Graph;
import io.tidemark.console.status.PipelineStatus.Health;
import io.tidemark.console.status.StatusSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class TimelineTest {

    private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");

    private final Timeline timeline = new Timeline();

    private static StatusSnapshot snapshot(int second, Map<String, Long> captured, @Nullable Long changes) {
        Graph graph = changes == null ? null : new Graph("0/1", START, START, 8L, 1.0, changes, null);
        PipelineStatus status = new PipelineStatus(
                START.plusSeconds(second),
                "p",
                Health.OK,
                List.of(),
                null,
                null,
                List.of(),
                null,
                graph,
                2L,
                null,
                List.of());
        return new StatusSnapshot(status, captured, null);
    }

    @Test
    void the_first_snapshot_has_no_rate() {
        assertThat(timeline.add(snapshot(0, Map.of("a", 5L), 5L))).isEqualTo(new Rates(null, null, Map.of()));
    }

    @Test
    void rates_are_over_the_last_five_seconds() {
        Rates rates = timeline.add(snapshot(0, Map.of("a", 0L, "b", 0L), 0L));
        for (int second = 1; second <= 20; second++) {
            long moved = second <= 15 ? 0 : (second - 15) * 10L;
            rates = timeline.add(snapshot(second, Map.of("a", moved, "b", 0L), moved));
        }
        assertThat(rates).isEqualTo(new Rates(10.0, 10.0, Map.of("a", 10.0, "b", 0.0)));
    }

    @Test
    void an_emptied_graph_or_one_that_is_away_has_no_rate() {
        timeline.add(snapshot(0, Map.of("a", 0L), 100L));
        assertThat(timeline.add(snapshot(1, Map.of("a", 7L), 3L))).isEqualTo(new Rates(7.0, null, Map.of("a", 7.0)));
        assertThat(timeline.add(snapshot(2, Map.of(), null))).isEqualTo(new Rates(null, null, Map.of()));
    }

    @Test
    void an_hour_is_kept_at_a_point_for_five_seconds() {
        for (int second = 0; second < 2 * 3600; second++) {
            timeline.add(snapshot(second, Map.of("a", 0L), 0L));
        }
        List<Point> history = timeline.history();
        assertThat(history).hasSize(720);
        assertThat(history.get(719).at()).isEqualTo(START.plusSeconds(2 * 3600 - 5));
        assertThat(history.get(0).at()).isEqualTo(START.plusSeconds(3600));
        assertThat(history.get(0)).isEqualTo(new Point(START.plusSeconds(3600), 1.0, 8L, 0.0, 0.0, 2L));
    }
}
