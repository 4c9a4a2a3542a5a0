package io.tidemark.e2e.reconcile;

import io.tidemark.e2e.fixture.TestPipeline;
import io.tidemark.lab.social.SocialDatabase;
import io.tidemark.reconciler.rebuild.Clear;
import io.tidemark.reconciler.run.Endpoints;
import io.tidemark.reconciler.run.Observer;
import io.tidemark.reconciler.run.ReconcilerSettings;
import io.tidemark.reconciler.run.Stop;
import io.tidemark.reconciler.run.TidemarkWait;
import io.tidemark.settings.Settings;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;

/** A pipeline with the sample data, and both its ends as a reconciler has them. */
final class Reconciling implements AutoCloseable {

    private final TestPipeline pipeline;
    private final Endpoints sides;

    private Reconciling(TestPipeline pipeline, Endpoints sides) {
        this.pipeline = pipeline;
        this.sides = sides;
    }

    /**
     * Opens a pipeline of its own; capture and sink do not run yet.
     *
     * @param statements what the tables are to be like besides the sample
     */
    static Reconciling open(String name, String... statements) throws SQLException {
        TestPipeline pipeline = TestPipeline.open(name);
        SocialDatabase database = new SocialDatabase(pipeline.settings().database());
        database.create();
        database.loadSample();
        pipeline.sql(statements);
        return new Reconciling(
                pipeline, sides(pipeline.settings(), pipeline.settings().prefix()));
    }

    /** Both ends for a pipeline of this prefix. */
    static Endpoints sides(Settings settings, String prefix) {
        return Endpoints.open(new ReconcilerSettings(
                settings.database(),
                settings.graph(),
                settings.kafka(),
                settings.registry(),
                prefix,
                settings.mapping(),
                Path.of("unused")));
    }

    /** Starts capture and sink and waits until the graph is equal. */
    Reconciling started() {
        pipeline.setup();
        pipeline.startCapture();
        pipeline.startSink();
        pipeline.awaitEqual();
        return this;
    }

    TestPipeline pipeline() {
        return pipeline;
    }

    Endpoints sides() {
        return sides;
    }

    /** A clear of the graph. */
    Clear clear(Observer observer, Stop stop) {
        return new Clear(sides, "a test", observer, stop);
    }

    /** A wait for the tidemark. */
    TidemarkWait wait(Duration patience, Stop stop) {
        return new TidemarkWait(sides, patience, stop);
    }

    /** Changes the graph behind the sink's back. */
    void damage(String cypher) {
        pipeline.driver().executableQuery(cypher).execute();
    }

    /** A number out of the graph. */
    long count(String cypher) {
        Object count = pipeline.graph(cypher);
        if (count instanceof Long number) {
            return number;
        }
        throw new IllegalStateException(cypher + " is " + count);
    }

    /** Asks for a stop once something has been done so often. */
    static Observer stoppingAfter(int times, Stop stop) {
        return new Observer() {
            private int done;

            @Override
            public void begin(String what, long expected) {}

            @Override
            public void advance(long rows) {
                if (++done == times) {
                    stop.ask();
                }
            }

            @Override
            public void say(String line) {}
        };
    }

    @Override
    public void close() throws SQLException {
        sides.close();
        pipeline.close();
    }
}
