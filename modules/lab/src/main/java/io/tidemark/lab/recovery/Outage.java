package io.tidemark.lab.recovery;

import io.tidemark.devstack.Server;
import io.tidemark.lab.chaos.Trial;
import io.tidemark.lab.chaos.fault.SupervisedApp;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** What dies, and how it is replaced. */
enum Outage {
    /** A supervisor starts it again at once. */
    CAPTURE {
        @Override
        Recovered run(Trial trial, Stopwatch watch) throws InterruptedException {
            trial.capture().kill();
            trial.capture().start();
            return watch.current();
        }
    },
    SINK {
        @Override
        Recovered run(Trial trial, Stopwatch watch) throws InterruptedException {
            trial.sink().kill();
            trial.sink().start();
            return watch.current();
        }
    },
    CAPTURE_WITH_STANDBY {
        @Override
        Recovered run(Trial trial, Stopwatch watch) throws InterruptedException {
            return replaced(trial.capture(), trial.secondCapture(), watch);
        }
    },
    SINK_WITH_A_SECOND {
        @Override
        Recovered run(Trial trial, Stopwatch watch) throws InterruptedException {
            return replaced(trial.sink(), trial.secondSink(), watch);
        }
    },
    POSTGRES {
        @Override
        Recovered run(Trial trial, Stopwatch watch) throws InterruptedException {
            return restarted(trial, List.of(Server.POSTGRES), watch);
        }
    },
    REGISTRY {
        @Override
        Recovered run(Trial trial, Stopwatch watch) throws InterruptedException {
            return restarted(trial, List.of(Server.REGISTRY), watch);
        }
    },
    NEO4J {
        @Override
        Recovered run(Trial trial, Stopwatch watch) throws InterruptedException {
            return restarted(trial, List.of(Server.NEO4J), watch);
        }
    },
    /** Not started again until the others have taken over, where there are others. */
    LEADER {
        @Override
        Recovered run(Trial trial, Stopwatch watch) throws InterruptedException {
            Server leader = trial.victims().brokers().leaderOfProgress();
            if (trial.victims().brokers().all().size() == 1) {
                return restarted(trial, List.of(leader), watch);
            }
            trial.victims().stack().kill(leader);
            Recovered recovered = watch.current();
            trial.victims().brokers().start();
            return recovered;
        }
    },
    ALL_BROKERS {
        @Override
        Recovered run(Trial trial, Stopwatch watch) throws InterruptedException {
            return restarted(trial, trial.victims().brokers().all(), watch);
        }
    };

    /** Long enough for a standby to wait for the lock, and for a second sink to have its partitions. */
    private static final long SETTLED_SECONDS = 20;

    /** What is waited for. */
    interface Stopwatch {

        /** Counts from now on instead: what was away is back. */
        void back();

        /** Returns when the tidemark is current and stays so. */
        Recovered current() throws InterruptedException;
    }

    abstract Recovered run(Trial trial, Stopwatch watch) throws InterruptedException;

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
            watch.back();
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
