package io.tidemark.console.watch;

import io.tidemark.console.status.PipelineStatus;
import io.tidemark.console.status.PipelineStatus.Graph;
import io.tidemark.console.status.StatusSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes rates and a history out of snapshots. Reads no clock. One thread. */
final class Timeline {

    /** Rates are over this long: shorter and they flicker, longer and they lag. */
    static final Duration RATE_OVER = Duration.ofSeconds(5);

    static final Duration POINT_EVERY = Duration.ofSeconds(5);
    static final int MOST_POINTS = 720;

    private static final double MILLIS_A_SECOND = 1_000;

    /** Looks are a little less or more than a second apart. */
    private static final Duration TOLERANCE = Duration.ofMillis(500);

    private final Deque<StatusSnapshot> recent = new ArrayDeque<>();
    private final Deque<Point> points = new ArrayDeque<>();

    /** Takes the next snapshot and returns the rates up to it. */
    Rates add(StatusSnapshot snapshot) {
        Instant at = snapshot.status().at();
        recent.addLast(snapshot);
        while (recent.size() > 2
                && Duration.between(second().status().at(), at).plus(TOLERANCE).compareTo(RATE_OVER) >= 0) {
            recent.removeFirst();
        }
        Rates rates = rates(recent.getFirst(), snapshot);
        Point last = points.peekLast();
        if (last == null || !at.isBefore(last.at().plus(POINT_EVERY).minus(TOLERANCE))) {
            points.addLast(point(snapshot.status(), rates));
            if (points.size() > MOST_POINTS) {
                points.removeFirst();
            }
        }
        return rates;
    }

    /** The last hour, the oldest first. */
    List<Point> history() {
        return new ArrayList<>(points);
    }

    private StatusSnapshot second() {
        var snapshots = recent.iterator();
        snapshots.next();
        return snapshots.next();
    }

    private static Rates rates(StatusSnapshot from, StatusSnapshot to) {
        double seconds = Duration.between(from.status().at(), to.status().at()).toMillis() / MILLIS_A_SECOND;
        if (seconds <= 0) {
            return new Rates(null, null, Map.of());
        }
        Map<String, Double> topics = new HashMap<>();
        to.captured().forEach((topic, captured) -> {
            Double rate = rate(from.captured().get(topic), captured, seconds);
            if (rate != null) {
                topics.put(topic, rate);
            }
        });
        Double captured = topics.isEmpty()
                ? null
                : topics.values().stream().mapToDouble(Double::doubleValue).sum();
        return new Rates(captured, rate(changes(from), changes(to), seconds), topics);
    }

    private static @Nullable Long changes(StatusSnapshot snapshot) {
        Graph graph = snapshot.status().graph();
        return graph == null ? null : graph.changes();
    }

    private static @Nullable Double rate(@Nullable Long from, @Nullable Long to, double seconds) {
        return from == null || to == null || to < from ? null : (to - from) / seconds;
    }

    private static Point point(PipelineStatus status, Rates rates) {
        Graph graph = status.graph();
        return new Point(
                status.at(),
                graph == null ? null : graph.lagSeconds(),
                graph == null ? null : graph.lagBytes(),
                rates.applied(),
                rates.captured(),
                status.deadLetters());
    }
}
