package io.tidemark.lab.bench;

import io.tidemark.graphstore.Graph;
import io.tidemark.lab.pipeline.Pipeline;
import io.tidemark.lab.pipeline.Wait;
import io.tidemark.lab.social.SocialGraph;
import io.tidemark.model.TableName;
import io.tidemark.model.change.RowKey;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * From commit to visible, of every single transaction. Whoever sees a watermark in the graph sees the changes up to it;
 * which offset a transaction's change has is read from the topic afterwards, so that no order among partitions is assumed.
 */
final class LatencyStage {

    private static final TableName FOLLOWS = new TableName("public", "follows");
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private final Pipeline pipeline;
    private final FollowTraffic traffic;
    private final AppliedCounts applied;

    LatencyStage(Pipeline pipeline, Graph opened, FollowTraffic traffic) {
        this.pipeline = pipeline;
        this.traffic = traffic;
        this.applied = new AppliedCounts(opened, pipeline);
    }

    Latency run() throws SQLException, InterruptedException {
        long before = applied.of(FOLLOWS);
        try (TopicTail tail = new TopicTail(pipeline, FOLLOWS);
                WatermarkTrace trace = new WatermarkTrace(applied, FOLLOWS)) {
            trace.start();
            SteadyWriter.Written[] written =
                    new SteadyWriter(pipeline.settings().database()).write(traffic);
            new Wait(pipeline, "latency stage", LOOK_EVERY).until(() -> applied.of(FOLLOWS), before + written.length);
            trace.stop();
            return latency(written, tail.places(), trace);
        }
    }

    private Latency latency(SteadyWriter.Written[] written, Map<RowKey, TopicTail.Place> places, WatermarkTrace trace) {
        Histogram fromCommit = new Histogram(3);
        Histogram fromDue = new Histogram(3);
        for (int i = traffic.warmUp(); i < written.length; i++) {
            SteadyWriter.Written one = written[i];
            TopicTail.@Nullable Place place = places.get(key(one.step().edge()));
            @Nullable Long seen = place == null ? null : trace.seenAt(place.partition(), place.offset());
            if (seen == null) {
                throw new IllegalStateException("transaction " + i + " was never seen in topic and graph");
            }
            fromCommit.recordValue(Math.max(0, seen - one.committedNanos()) / 1_000);
            fromDue.recordValue(Math.max(0, seen - one.dueNanos()) / 1_000);
        }
        SteadyWriter.Written first = written[traffic.warmUp()];
        SteadyWriter.Written last = written[written.length - 1];
        double seconds = (last.committedNanos() - first.dueNanos()) / 1e9;
        return new Latency(
                (written.length - traffic.warmUp()) / seconds,
                seconds,
                Latency.Percentiles.of(fromCommit),
                Latency.Percentiles.of(fromDue),
                Latency.Percentiles.of(trace.looks()));
    }

    private static RowKey key(SocialGraph.Edge edge) {
        return new RowKey(List.of(
                SocialGraph.id(edge.from()).toString(),
                SocialGraph.id(edge.to()).toString()));
    }
}
