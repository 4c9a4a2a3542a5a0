package io.tidemark.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.cli.chaos.Trial;
import io.tidemark.cli.chaos.Verdict;
import io.tidemark.cli.chaos.writer.Load;
import io.tidemark.cli.chaos.writer.RandomWriter;
import io.tidemark.cli.run.CapturedChanges;
import io.tidemark.events.TopicNames;
import io.tidemark.postgres.Connections;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** One test's pipeline on trial: a database, a prefix and an emptied graph of its own on the shared servers, apps as processes. */
final class TrialFixture implements AutoCloseable {

    private final TestPipeline pipeline;
    private final Trial trial;
    private final long seed;

    private TrialFixture(TestPipeline pipeline, Trial trial, long seed) {
        this.pipeline = pipeline;
        this.trial = trial;
        this.seed = seed;
    }

    static TrialFixture open(String name, long seed) throws SQLException {
        System.err.println(name + ": seed " + seed);
        TestPipeline pipeline = TestPipeline.open(name);
        Trial trial = Trial.open(Servers.stack(), pipeline.environment(), logs(name));
        return new TrialFixture(pipeline, trial, seed);
    }

    /** Where a test's apps log. */
    static Path logs(String name) {
        return Path.of(System.getProperty("tidemark.stack.home", "target/stack"))
                .resolveSibling("trials")
                .resolve(name);
    }

    Trial trial() {
        return trial;
    }

    /** For the test's own choices. */
    Random random() {
        return new Random(seed);
    }

    /** Starts random transactions. */
    RandomWriter write() {
        return new RandomWriter(trial.settings().database(), seed, Load.brief());
    }

    /** Counts what the topics hold. */
    CapturedChanges published() {
        return new CapturedChanges(
                trial.settings().kafka(),
                new TopicNames(trial.settings().prefix()),
                trial.settings().mapping());
    }

    /** Runs statements in one transaction. */
    void sql(String... statements) throws SQLException {
        try (Connection connection = Connections.open(trial.settings().database());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (String sql : statements) {
                statement.execute(sql);
            }
            connection.commit();
        }
    }

    /** Row changes applied to the graph so far. */
    long applied() {
        return pipeline.applied();
    }

    /** Lets time pass under load: what happens meanwhile is the point, not something that could be waited for. */
    static void during(long millis) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(millis);
    }

    /** Heals all and judges; nobody may be writing. */
    void assertClean() throws SQLException, IOException, InterruptedException {
        trial.capture().endedByItself().ifPresent(words -> assertThat(words).isNull());
        trial.sink().endedByItself().ifPresent(words -> assertThat(words).isNull());
        trial.victims().heal();
        Verdict verdict = trial.judge().judge();
        System.err.println("  " + verdict);
        assertThat(verdict).matches(Verdict::clean, "clean");
        assertThat(verdict.committed()).isPositive();
    }

    @Override
    public void close() throws SQLException {
        trial.close();
        pipeline.close();
    }
}
