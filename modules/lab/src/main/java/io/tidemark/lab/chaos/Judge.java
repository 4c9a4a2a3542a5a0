package io.tidemark.lab.chaos;

import io.tidemark.events.DeadLetters;
import io.tidemark.events.TopicNames;
import io.tidemark.graphstore.Graph;
import io.tidemark.lab.chaos.judge.HistoryComparison;
import io.tidemark.lab.chaos.judge.HistoryReader;
import io.tidemark.lab.chaos.judge.MirrorComparison;
import io.tidemark.lab.chaos.judge.TopicHistory;
import io.tidemark.lab.chaos.oracle.Oracle;
import io.tidemark.lab.chaos.tidemark.TidemarkWatch;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.model.position.Lsn;
import io.tidemark.postgres.Cluster;
import io.tidemark.postgres.Connections;
import io.tidemark.settings.Settings;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Holds log, topics, tables and graph of a pipeline at rest against each other. For one thread. */
public final class Judge {

    private static final Duration UNTIL_MARKER = Duration.ofMinutes(3);

    /** A snapshot that was broken off is swept after the changes that followed it; a table whose partitions changed is read again. */
    private static final Duration UNTIL_SWEPT = Duration.ofSeconds(60);

    private static final Duration UNTIL_TIDEMARK = Duration.ofSeconds(30);

    private static final int EXAMPLES = 3;

    private final Settings settings;
    private final Graph graph;
    private final Oracle oracle;
    private final Marker marker;
    private boolean snapshot;
    private Runnable meanwhile = () -> {};

    Judge(Settings settings, Graph graph, Oracle oracle) {
        this.settings = settings;
        this.graph = graph;
        this.oracle = oracle;
        this.marker = new Marker(settings);
    }

    /** Says that the tables were not empty when the capture began: what a key lacks at first is no loss then. */
    public Judge afterSnapshot() {
        snapshot = true;
        return this;
    }

    /** What is done again and again while waiting. */
    public Judge meanwhile(Runnable action) {
        meanwhile = action;
        return this;
    }

    /** Commits a change and waits for it in its topic; false when it has not come within this time. */
    boolean markerArrives(Duration patience) throws SQLException {
        return marker.arrives(patience, meanwhile);
    }

    /** Judges, the tidemark apart. */
    public Verdict judge() throws SQLException, IOException, InterruptedException {
        return judge(null);
    }

    /**
     * Judges.
     *
     * @param watch if given, the tidemark must pass the end of the log soon after all is quiet
     */
    public Verdict judge(@Nullable TidemarkWatch watch) throws SQLException, IOException, InterruptedException {
        List<String> notes = new ArrayList<>();
        boolean stalled = false;
        if (!markerArrives(UNTIL_MARKER)) {
            stalled = true;
            notes.add("a last change did not come into its topic within " + UNTIL_MARKER.toSeconds() + " s");
        }
        oracle.catchUp();
        TopicHistory topics = new HistoryReader(settings).read();
        MirrorComparison.Result mirror = mirror(topics);
        for (long end = System.nanoTime() + UNTIL_SWEPT.toNanos();
                (snapshot || !oracle.partitioned().isEmpty()) && mirror.wrong() > 0 && System.nanoTime() < end; ) {
            meanwhile.run();
            TimeUnit.SECONDS.sleep(1);
            topics = new HistoryReader(settings).read();
            mirror = mirror(topics);
        }
        HistoryComparison.Result history = snapshot
                ? HistoryComparison.compareAfterSnapshot(oracle.histories(), topics.histories())
                : HistoryComparison.compare(oracle.histories(), topics.histories(), oracle.partitioned());
        notes.addAll(history.examples());
        notes.addAll(topics.examples());
        notes.addAll(mirror.examples());
        GraphAtRest.Difference atRest = new GraphAtRest(settings, graph).await(meanwhile);
        notes.addAll(atRest.notes());
        List<DeadLetters.Known> letters = DeadLetters.read(settings.kafka(), new TopicNames(settings.prefix()));
        letters.stream().limit(EXAMPLES).forEach(known -> notes.add("dead letter " + known.letter()));
        if (watch != null && !tidemarkArrives(watch, notes)) {
            stalled = true;
        }
        return new Verdict(
                new Verdict.Volume(oracle.histories().size(), topics.histories().size(), topics.apart()),
                history,
                topics.tombstoneFaults(),
                mirror.wrong(),
                atRest.wrong(),
                letters.size(),
                stalled,
                notes);
    }

    private MirrorComparison.Result mirror(TopicHistory topics) throws SQLException {
        long wrong = 0;
        List<String> examples = new ArrayList<>();
        try (Connection connection = Connections.openAsApplication(settings.database())) {
            for (ElementMapping element : settings.mapping().elements()) {
                String table = element.table().toString();
                MirrorComparison comparison = new MirrorComparison(table, topics.rows(table));
                Tables.read(connection, element, comparison);
                MirrorComparison.Result result = comparison.result();
                wrong += result.wrong();
                examples.addAll(result.examples());
            }
        }
        return new MirrorComparison.Result(wrong, examples);
    }

    private boolean tidemarkArrives(TidemarkWatch watch, List<String> notes) throws SQLException, InterruptedException {
        Lsn end = endOfLog();
        long deadline = System.nanoTime() + UNTIL_TIDEMARK.toNanos();
        while (watch.last().filter(tidemark -> tidemark.compareTo(end) >= 0).isEmpty()) {
            if (System.nanoTime() > deadline) {
                notes.add("the tidemark is "
                        + watch.last().map(Lsn::toString).orElse("missing") + ", not at " + end + ", "
                        + UNTIL_TIDEMARK.toSeconds() + " s after all was quiet");
                return false;
            }
            meanwhile.run();
            TimeUnit.MILLISECONDS.sleep(100);
        }
        return true;
    }

    private Lsn endOfLog() throws SQLException {
        try (Connection connection = Connections.openAsApplication(settings.database())) {
            return Cluster.written(connection);
        }
    }
}
