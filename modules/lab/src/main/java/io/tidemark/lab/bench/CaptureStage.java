package io.tidemark.lab.bench;

import io.tidemark.lab.pipeline.CapturedChanges;
import io.tidemark.lab.pipeline.Pipeline;
import io.tidemark.lab.pipeline.Wait;
import io.tidemark.lab.social.SocialDatabase;
import io.tidemark.lab.social.SocialGraph;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Postgres to topics, without a sink. A change counts when a {@code read_committed} reader has it. */
final class CaptureStage {

    private static final Duration LOOK_EVERY = Duration.ofMillis(5);

    private final SocialGraph graph;
    private final SocialDatabase database;
    private final PeakMemory memory;

    CaptureStage(SocialGraph graph, SocialDatabase database, PeakMemory memory) {
        this.graph = graph;
        this.database = database;
        this.memory = memory;
    }

    /** Loads into empty tables, deletes everything, loads again; leaves the tables full. */
    List<Rate> streaming(Pipeline pipeline) throws SQLException, InterruptedException {
        pipeline.setup(line -> {});
        List<Rate> rates = new ArrayList<>();
        try (CapturedChanges captured = captured(pipeline)) {
            pipeline.startCapture();
            SourceProbe probe = new SourceProbe(pipeline.settings().database());
            probe.pass(wait(pipeline), captured::count);
            rates.addAll(load(pipeline, captured, "first load"));
            rates.add(delete(pipeline, captured));
            probe.settle();
            rates.addAll(load(pipeline, captured, "round 1"));
            memory.look(pipeline);
        }
        pipeline.stopCapture();
        new SourceProbe(pipeline.settings().database()).settle();
        return rates;
    }

    private List<Rate> load(Pipeline pipeline, CapturedChanges captured, String part)
            throws SQLException, InterruptedException {
        int users = graph.names().size();
        int follows = graph.edges().size();
        long target = captured.count() + users;
        long usersFrom = database.loadUsers(graph);
        wait(pipeline).until(captured::count, target);
        long usersTo = System.nanoTime();
        long followsFrom = database.loadFollows(graph);
        wait(pipeline).until(captured::count, target + follows);
        long followsTo = System.nanoTime();
        Rate ofUsers = Rate.between(Rate.CAPTURE, part + ": users", users, usersFrom, usersTo);
        Rate ofFollows = Rate.between(Rate.CAPTURE, part + ": follows", follows, followsFrom, followsTo);
        double seconds = ofUsers.seconds() + ofFollows.seconds();
        return List.of(new Rate(Rate.CAPTURE, part, (long) users + follows, seconds), ofUsers, ofFollows);
    }

    /** From before the deletes: they cannot be told from their commits as a COPY can. */
    private Rate delete(Pipeline pipeline, CapturedChanges captured) throws SQLException, InterruptedException {
        long rows = (long) graph.names().size() + graph.edges().size();
        long target = captured.count() + rows;
        long from = System.nanoTime();
        database.deleteAll();
        wait(pipeline).until(captured::count, target);
        return Rate.between(Rate.CAPTURE, "deletes, with Postgres' own time", rows, from, System.nanoTime());
    }

    /** A new capture on full tables: from its process' start, and from the first row that can be read. */
    List<Rate> snapshot(Pipeline pipeline) throws InterruptedException {
        pipeline.setup(line -> {});
        long rows = (long) graph.names().size() + graph.edges().size();
        try (CapturedChanges captured = captured(pipeline)) {
            long start = System.nanoTime();
            pipeline.startCapture();
            wait(pipeline).until(captured::count, 1);
            long first = System.nanoTime();
            long before = captured.count();
            wait(pipeline).until(captured::count, rows);
            long end = System.nanoTime();
            memory.look(pipeline);
            return List.of(
                    Rate.between(Rate.CAPTURE, "snapshot, from the first row", rows - before, first, end),
                    Rate.between(Rate.CAPTURE, "snapshot, with the start of the JVM", rows, start, end));
        } finally {
            pipeline.stopCapture();
        }
    }

    private static CapturedChanges captured(Pipeline pipeline) {
        return new CapturedChanges(
                pipeline.settings().kafka(),
                pipeline.topics(),
                pipeline.settings().mapping());
    }

    private static Wait wait(Pipeline pipeline) {
        return new Wait(pipeline, "capture", LOOK_EVERY);
    }
}
