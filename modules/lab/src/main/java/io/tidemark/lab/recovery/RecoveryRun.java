package io.tidemark.lab.recovery;

import io.tidemark.devstack.Stack;
import io.tidemark.graphstore.Graph;
import io.tidemark.lab.chaos.Trial;
import io.tidemark.lab.chaos.Verdict;
import io.tidemark.lab.pipeline.TidemarkAge;
import io.tidemark.lab.social.SteadyTraffic;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.postgres.Connections;
import io.tidemark.postgres.Query;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One outage after the other under steady traffic; each is over when the tidemark is current. At the end all is judged. */
final class RecoveryRun {

    private static final int USERS = 2_000;
    private static final long SEED = 20_261_126;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** A broker's death shows after its session only, a sink's likewise; so long it must have stayed current. */
    private static final Duration STEADY = Duration.ofSeconds(12);

    private final int perSecond;
    private final PrintWriter out;

    RecoveryRun(int perSecond, PrintWriter out) {
        this.perSecond = perSecond;
        this.out = out;
    }

    /** Whether nothing was lost, repeated or wrong. */
    boolean run(Stack stack, Map<String, String> direct, Path logs, List<Outage> outages)
            throws SQLException, IOException, InterruptedException {
        try (Trial trial = Trial.open(stack, direct, logs);
                Graph graph = trial.settings().graph().connect()) {
            trial.startFromEmptyTables();
            try (Connection connection =
                    Connections.openAsApplication(trial.settings().database())) {
                Query.execute(
                        connection,
                        "insert into users (id, username) select gen_random_uuid(), 'user' || n"
                                + " from generate_series(1, " + USERS + ") n");
            }
            try (TidemarkAge age = new TidemarkAge(graph, trial.settings().prefix());
                    SteadyTraffic traffic = new SteadyTraffic(trial.settings().database(), perSecond, SEED)) {
                new Watch(age).current(); // warm
                for (Outage outage : outages) {
                    Watch watch = new Watch(age);
                    Recovered recovered = outage.run(trial, watch);
                    out.println(line(outage, recovered, traffic));
                    out.flush();
                }
            }
            trial.victims().heal();
            Verdict verdict = trial.judge().judge();
            out.println(verdict);
            return verdict.clean();
        }
    }

    private static String line(Outage outage, Recovered recovered, SteadyTraffic traffic) {
        return String.format(
                Locale.ROOT,
                "%-22s  current after %5.1f s  (away %5.1f s, oldest tidemark %5.1f s; %.0f transactions/s so far)",
                outage,
                recovered.took().toMillis() / 1e3,
                recovered.away().toMillis() / 1e3,
                recovered.oldest().toMillis() / 1e3,
                traffic.rate());
    }

    private static final class Watch implements Outage.Stopwatch {

        private final TidemarkAge age;
        private long killed;
        private long since;

        Watch(TidemarkAge age) {
            this.age = age;
            begin();
        }

        @Override
        public void begin() {
            killed = System.nanoTime();
            since = killed;
        }

        @Override
        public void back() {
            since = System.nanoTime();
        }

        @Override
        public Recovered current() throws InterruptedException {
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (true) {
                TimeUnit.MILLISECONDS.sleep(200);
                Optional<Duration> took = age.currentAfter(since);
                long quiet =
                        System.nanoTime() - since - took.orElse(Duration.ZERO).toNanos();
                if (took.isPresent() && quiet > STEADY.toNanos()) {
                    return new Recovered(took.get(), Duration.ofNanos(since - killed), age.greatestSince(killed));
                }
                if (System.nanoTime() > end) {
                    throw new TidemarkException(
                            Category.FATAL, "the tidemark is not current after " + PATIENCE.toSeconds() + " s");
                }
            }
        }
    }
}
