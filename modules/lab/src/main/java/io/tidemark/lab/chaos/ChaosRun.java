package io.tidemark.lab.chaos;

import io.tidemark.concurrent.DaemonThreads;
import io.tidemark.devstack.Stack;
import io.tidemark.events.TopicNames;
import io.tidemark.lab.chaos.fault.FaultInjector;
import io.tidemark.lab.chaos.tidemark.TidemarkWatch;
import io.tidemark.lab.chaos.writer.RandomWriter;
import io.tidemark.lab.pipeline.CapturedChanges;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Faults and judgement in turn, while random transactions are written, until the time is over. */
public final class ChaosRun {

    private static final long REPORT_EVERY_SECONDS = 10;

    private final ChaosPlan plan;
    private final Journal journal;
    private final long begunNanos = System.nanoTime();
    private final List<Verdict> verdicts = new ArrayList<>();

    private ChaosRun(ChaosPlan plan, Journal journal) {
        this.plan = plan;
        this.journal = journal;
    }

    /**
     * Runs.
     *
     * @param stack the servers; nothing else may use them
     * @param direct the settings, by environment variable; database and prefix must be new
     * @param logs the folder for the journal and the apps' logs
     * @param out is told how it goes
     */
    public static ChaosResult run(ChaosPlan plan, Stack stack, Map<String, String> direct, Path logs, PrintWriter out)
            throws SQLException, IOException, InterruptedException {
        Journal journal = new Journal(logs.resolve("chaos.log"), out);
        journal.say("seed " + plan.seed() + ", servers " + stack.servers());
        try (Trial trial = Trial.open(stack, direct, logs)) {
            return new ChaosRun(plan, journal).run(trial);
        }
    }

    private ChaosResult run(Trial trial) throws SQLException, IOException, InterruptedException {
        trial.startFromEmptyTables();
        FaultInjector faults =
                new FaultInjector(trial.victims(), plan.faults(), plan.seed() ^ 0x57_0000, journal::note);
        try (RandomWriter writer = new RandomWriter(
                        trial.settings().database(),
                        plan.seed(),
                        plan.load(),
                        RelationTables.areIn(trial.settings().mapping()));
                TidemarkWatch watch = new TidemarkWatch(
                        trial.settings().database(),
                        trial.graph(),
                        trial.settings().prefix(),
                        plan.seed() ^ 0x71DE);
                CapturedChanges published = new CapturedChanges(
                        trial.settings().kafka(),
                        new TopicNames(trial.settings().prefix()),
                        trial.settings().mapping())) {
            Thread reports =
                    DaemonThreads.named("chaos-report", () -> reportOn(trial, faults, writer, watch, published));
            reports.start();
            long end = begunNanos + plan.duration().toNanos();
            while (System.nanoTime() < end) {
                faults.inject(shorter(plan.judgeEvery(), Duration.ofNanos(Math.max(0, end - System.nanoTime()))));
                judge(trial, faults, writer, watch);
            }
            reports.interrupt();
            return new ChaosResult(
                    plan, faults.counts(), trial.oracle().transactions(), verdicts, watch.result(), faults.findings());
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private void judge(Trial trial, FaultInjector faults, RandomWriter writer, TidemarkWatch watch)
            throws SQLException, IOException, InterruptedException {
        long begun = System.nanoTime();
        trial.victims().heal();
        watch.pause();
        writer.pause();
        try {
            Verdict verdict = trial.judge().meanwhile(faults::watch).judge(plan.expectTidemark() ? watch : null);
            verdicts.add(verdict);
            settle(trial, watch);
            journal.say("judged in " + (System.nanoTime() - begun) / 1_000_000_000 + " s: " + verdict);
        } finally {
            writer.resume();
            watch.resume();
        }
    }

    /** While nobody writes: so the oracle knows of every truncation that the samples so far could show. */
    private static void settle(Trial trial, TidemarkWatch watch) throws SQLException {
        trial.oracle().catchUp();
        watch.settle(trial.oracle()::truncatedAfter);
    }

    private void reportOn(
            Trial trial, FaultInjector faults, RandomWriter writer, TidemarkWatch watch, CapturedChanges published) {
        try {
            while (true) {
                TimeUnit.SECONDS.sleep(REPORT_EVERY_SECONDS);
                report(trial, faults, writer, watch, published);
            }
        } catch (InterruptedException e) {
            // the run is over
        }
    }

    private void report(
            Trial trial, FaultInjector faults, RandomWriter writer, TidemarkWatch watch, CapturedChanges published) {
        TidemarkWatch.Result tidemark = watch.result();
        journal.say(String.format(
                Locale.ROOT,
                "%5d s  %3d kills  %,9d committed  %,9d published  (%,d transactions, %,d failed)"
                        + "  tidemark: %,d samples, %d stale, %d s behind",
                (System.nanoTime() - begunNanos) / 1_000_000_000,
                faults.kills(),
                trial.oracle().count(),
                published.count(),
                writer.committed(),
                writer.failed(),
                tidemark.samples(),
                tidemark.stale(),
                watch.lag().toSeconds()));
    }
}
