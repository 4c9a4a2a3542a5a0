package io.tidemark.reconciler.run;

import io.tidemark.graphstore.TidemarkReader.Standing;
import io.tidemark.graphstore.TidemarkReader.Tidemark;
import io.tidemark.model.position.Lsn;
import io.tidemark.postgres.Cluster;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Waits until the graph has everything up to a log position. It waits as long as the tidemark moves, or another number
 * that tells of work; when all stand still, no app works. One thread.
 */
public final class TidemarkWait {

    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(10);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(200);

    private final Supplier<Standing> graph;
    private final Supplier<String> missingApp;
    private final Duration patience;
    private final Stop stop;
    private final LongSupplier signOfLife;

    /**
     * Prepares to wait.
     *
     * @param patience how long the tidemark may stand still; a pipeline that runs moves it every second
     */
    public TidemarkWait(Endpoints endpoints, Duration patience, Stop stop) {
        this(endpoints.tidemark()::standing, () -> MissingApp.of(endpoints), patience, stop, () -> 0);
    }

    TidemarkWait(
            Supplier<Standing> graph,
            Supplier<String> missingApp,
            Duration patience,
            Stop stop,
            LongSupplier signOfLife) {
        this.graph = graph;
        this.missingApp = missingApp;
        this.patience = patience;
        this.stop = stop;
        this.signOfLife = signOfLife;
    }

    /**
     * The same wait that also continues as long as a number changes, such as the changes applied to a graph that has no
     * tidemark because it is being filled.
     *
     * @param number is read some times a second
     */
    public TidemarkWait orWhileMoves(LongSupplier number) {
        return new TidemarkWait(graph, missingApp, patience, stop, number);
    }

    /**
     * Returns once the tidemark is at this position or behind it.
     *
     * @throws TidemarkStalledException when the tidemark stands still for too long
     * @throws io.tidemark.reconciler.run.StoppedException when it was asked for
     */
    public Tidemark until(Lsn lsn) throws InterruptedException {
        long moved = System.nanoTime();
        Duration pause = SHORTEST_PAUSE;
        Optional<Lsn> before = Optional.empty();
        long sign = signOfLife.getAsLong();
        while (true) {
            stop.check();
            Standing standing = graph.get();
            Optional<Lsn> now = standing.tidemark().map(Tidemark::lsn);
            if (now.isPresent() && now.get().compareTo(lsn) >= 0) {
                return standing.tidemark().orElseThrow();
            }
            long lastSign = sign;
            sign = signOfLife.getAsLong();
            if (!now.equals(before) || sign != lastSign) {
                before = now;
                moved = System.nanoTime();
            } else if (System.nanoTime() - moved > patience.toNanos()) {
                throw new TidemarkStalledException(message(lsn, now, standing));
            }
            stop.pause(pause);
            Duration twice = pause.multipliedBy(2);
            pause = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
        }
    }

    /** Returns once the graph has everything that has committed by now. */
    public Tidemark untilNow(Connection connection) throws SQLException, InterruptedException {
        return until(Cluster.written(connection));
    }

    private String message(Lsn lsn, Optional<Lsn> now, Standing standing) {
        String stands = now.map(position -> "the tidemark stands at " + position)
                .orElse("the graph has no tidemark, as while it is being filled");
        return stands + " and has not moved for " + patience.toSeconds() + " s, but " + lsn + " is waited for: "
                + standing.hold()
                        .map(reason ->
                                "a hold lies on the graph (" + reason + "): let ./tidemark reconcile clear end it")
                        .orElseGet(missingApp);
    }
}
