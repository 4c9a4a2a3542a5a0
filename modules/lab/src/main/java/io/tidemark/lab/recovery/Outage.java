package io.tidemark.lab.recovery;

import io.tidemark.devstack.Server;
import io.tidemark.lab.chaos.Trial;
import io.tidemark.lab.chaos.fault.SupervisedApp;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** What dies, and how it is replaced. */
@SuppressWarnings("ImmutableEnumChecker") // a course is a function of its arguments alone
enum Outage {
    /** A supervisor starts it again at once. */
    CAPTURE((trial, watch) -> supervised(trial.capture(), watch)),
    SINK((trial, watch) -> supervised(trial.sink(), watch)),
    CAPTURE_WITH_STANDBY((trial, watch) -> replaced(trial.capture(), trial.secondCapture(), watch)),
    SINK_WITH_A_SECOND((trial, watch) -> replaced(trial.sink(), trial.secondSink(), watch)),
    POSTGRES((trial, watch) -> restarted(trial, List.of(Server.POSTGRES), watch)),
    REGISTRY((trial, watch) -> restarted(trial, List.of(Server.REGISTRY), watch)),
    NEO4J((trial, watch) -> restarted(trial, List.of(Server.NEO4J), watch)),
    /** Not started again until the others have taken over, where there are others. */
    LEADER(Outage::leader),
    ALL_BROKERS((trial, watch) -> restarted(trial, trial.victims().brokers().all(), watch));

    /** Long enough for a standby to wait for the lock, and for a second sink to have its partitions. */
    private static final long SETTLED_SECONDS = 20;

    /** What is waited for. */
    interface Stopwatch {

        /** Begins now instead of before the outage was prepared. */
        void begin();

        /** Counts from now on instead: what was away is back. */
        void back();

        /** Returns when the tidemark is current and stays so. */
        Recovered current() throws InterruptedException;
    }

    /** Makes the outage and waits until it is over. */
    private interface Course {
        Recovered run(Trial trial, Stopwatch watch) throws InterruptedException;
    }

    private final Course course;

    Outage(Course course) {
        this.course = course;
    }

    Recovered run(Trial trial, Stopwatch watch) throws InterruptedException {
        return course.run(trial, watch);
    }

    private static Recovered supervised(SupervisedApp app, Stopwatch watch) throws InterruptedException {
        app.kill();
        app.start();
        return watch.current();
    }

    private static Recovered leader(Trial trial, Stopwatch watch) throws InterruptedException {
        Server leader = trial.victims().brokers().leaderOfProgress();
        if (trial.victims().brokers().all().size() == 1) {
            return restarted(trial, List.of(leader), watch);
        }
        trial.victims().stack().kill(leader);
        Recovered recovered = watch.current();
        trial.victims().brokers().start();
        return recovered;
    }

    private static Recovered restarted(Trial trial, List<Server> servers, Stopwatch watch) throws InterruptedException {
        servers.forEach(trial.victims().stack()::kill);
        servers.forEach(trial.victims().stack()::start);
        watch.back();
        return watch.current();
    }

    /** The other one takes over; then all is as before. */
    private static Recovered replaced(SupervisedApp first, SupervisedApp second, Stopwatch watch)
            throws InterruptedException {
        try (second) {
            second.start();
            TimeUnit.SECONDS.sleep(SETTLED_SECONDS);
            watch.begin();
            first.kill();
            Recovered recovered = watch.current();
            first.start();
            TimeUnit.SECONDS.sleep(SETTLED_SECONDS);
            return recovered;
        }
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
