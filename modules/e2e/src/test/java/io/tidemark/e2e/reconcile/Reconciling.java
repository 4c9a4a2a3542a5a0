package io.tidemark.e2e.reconcile;

import io.tidemark.e2e.fixture.RunningPipeline;
import io.tidemark.e2e.fixture.TestPipeline;
import io.tidemark.reconciler.rebuild.Clear;
import io.tidemark.reconciler.run.Endpoints;
import io.tidemark.reconciler.run.Observer;
import io.tidemark.reconciler.run.ReconcilerSettings;
import io.tidemark.reconciler.run.Stop;
import io.tidemark.reconciler.run.TidemarkWait;
import io.tidemark.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;

/** A running pipeline, and both its ends as a reconciler has them. */
final class Reconciling implements AutoCloseable {

    private final TestPipeline pipeline;
    private final Endpoints sides;

    private Reconciling(TestPipeline pipeline, Endpoints sides) {
        this.pipeline = pipeline;
        this.sides = sides;
    }

    /** Both ends of a running pipeline; to be closed, which leaves the pipeline running. */
    static Reconciling of(RunningPipeline running) {
        TestPipeline pipeline = running.pipeline();
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
    public void close() {
        sides.close();
    }
}
