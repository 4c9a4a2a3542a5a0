package io.tidemark.reconciler.rebuild;

import io.tidemark.events.TopicNames;
import io.tidemark.events.TopicState;
import io.tidemark.graphstore.TidemarkReader.Tidemark;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.position.Lsn;
import io.tidemark.postgres.Cluster;
import io.tidemark.reconciler.run.Endpoints;
import io.tidemark.reconciler.run.Observer;
import io.tidemark.reconciler.run.PostgresFailure;
import io.tidemark.reconciler.run.TidemarkStalledException;
import io.tidemark.reconciler.run.TidemarkWait;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Empties the graph and lets the sink fill it from the topics alone; Postgres is asked for its position, and its slot is
 * left as it is. Stopped or killed while it clears, it is run again; after that the sink continues by itself. One thread.
 */
public final class Rebuild {

    private final Endpoints endpoints;
    private final Clear clear;
    private final Filling filling;
    private final Observer observer;

    public Rebuild(Endpoints endpoints, Clear clear, TidemarkWait tidemark, Observer observer) {
        this.endpoints = endpoints;
        this.clear = clear;
        this.filling = new Filling(endpoints, tidemark, observer, () -> {});
        this.observer = observer;
    }

    /**
     * What a rebuild did.
     *
     * @param cleared what went before
     * @param reached how far the graph is now, at least as far as Postgres was when the rebuild began
     * @param applied how many row changes the sink has applied since the graph was empty
     * @param replay how long that took
     */
    public record Result(Clear.Result cleared, Lsn reached, long applied, Duration replay) {

        /** Row changes a second, over the whole replay. */
        public double changesPerSecond() {
            return applied * 1e9 / Math.max(1, replay.toNanos());
        }
    }

    /**
     * Returns once the graph holds everything that had committed when it was called.
     *
     * @throws TidemarkStalledException when no sink fills the graph, or no capture says how far the topics are
     * @throws io.tidemark.reconciler.run.StoppedException when it was asked for
     * @throws io.tidemark.model.TidemarkException USAGE when the graph is not this pipeline's, RETRY when a server is unreachable
     */
    public Result run() throws InterruptedException {
        requireTopics();
        Lsn target;
        long rows;
        try (Connection connection = endpoints.connect()) {
            target = Cluster.written(connection);
            rows = filling.rows(connection);
        } catch (SQLException e) {
            throw PostgresFailure.of(e);
        }
        Clear.Result cleared = clear.run();
        Instant began = Instant.now();
        observer.begin("replay the topics", rows);
        Tidemark reached = await(target);
        return new Result(cleared, reached.lsn(), filling.applied(), Duration.between(began, Instant.now()));
    }

    /** Whatever is cleared must be able to come back. */
    private void requireTopics() {
        TopicNames names = new TopicNames(endpoints.settings().prefix());
        List<String> tables =
                endpoints.mapping().tables().stream().map(names::table).toList();
        Map<String, TopicState> there = TopicState.of(endpoints.settings().kafka(), tables);
        for (String topic : tables) {
            TopicState state = there.get(topic);
            if (state == null) {
                throw new TidemarkException(
                        Category.FATAL,
                        "topic " + topic + " is missing, so the graph cannot be rebuilt: ./tidemark setup makes it,"
                                + " ./tidemark capture --resnapshot fills it; nothing was cleared");
            }
            if (!state.cleanupPolicy().equals("compact")) {
                throw new TidemarkException(
                        Category.FATAL,
                        "topic " + topic + " has cleanup.policy " + state.cleanupPolicy()
                                + ", so old rows may be gone from it: set it to compact and take a new snapshot"
                                + " (./tidemark capture --resnapshot); nothing was cleared");
            }
        }
    }

    private Tidemark await(Lsn target) throws InterruptedException {
        try {
            return filling.until(target);
        } catch (TidemarkStalledException e) {
            throw new TidemarkStalledException((filling.applied() == 0
                            ? "the graph is empty and will fill as soon as a sink runs: "
                            : "the graph is filled from the topics and goes on as soon as all run: ")
                    + e.getMessage());
        }
    }
}
