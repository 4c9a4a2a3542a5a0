package io.tidemark.graphstore;

import io.tidemark.concurrent.Retries;
import io.tidemark.model.position.Lsn;
import io.tidemark.model.position.Progress;
import io.tidemark.model.position.Watermark;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.neo4j.driver.QueryRunner;
import org.neo4j.driver.Record;
import org.neo4j.driver.Result;
import org.neo4j.driver.Session;
import org.neo4j.driver.Transaction;
import org.neo4j.driver.Value;
import org.neo4j.driver.Values;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the tidemark to Neo4j. Thread-safe.
 *
 * <p>Why it never lies (I7). The capture states progress only after all it speaks of is in the topics. The watermarks
 * are read here as they are committed, so what they cover is visible, and they never go back but when a graph is emptied
 * or restored: what empties it takes the tidemark's lock before the watermarks go (see {@link Holds}), and what is
 * restored brings the tidemark that belongs to it. Nodes deleted past that protocol can leave a tidemark that is
 * ahead for a moment: {@link #withdrawIfAhead} takes it away.
 *
 * <p>When a log position goes back. Progress at or below the tidemark is no reason to lower it: a capture that starts
 * again may repeat itself. But lower progress that was <em>committed later</em> can only come from another database, or
 * one that was rewound, or from a new snapshot, which begins at 0: what the tidemark says then means nothing any more. It is
 * withdrawn, and follows the new log.
 */
final class TidemarkStore implements TidemarkWriter {

    private static final Logger LOG = LoggerFactory.getLogger(TidemarkStore.class);

    /** The capture states it when it begins a snapshot. */
    private static final Lsn NEW_SNAPSHOT = new Lsn(0);

    private final Graph graph;
    private final String prefix;
    private final String progressTopic;
    private final Retries retries;
    private final RetryListener listener;

    TidemarkStore(Graph graph, String prefix, String progressTopic, Retries retries, RetryListener listener) {
        this.graph = graph;
        this.prefix = prefix;
        this.progressTopic = progressTopic;
        this.retries = retries;
        this.listener = listener;
    }

    /** What the graph's tidemark says. */
    private record Stored(Lsn lsn, Instant committedAt, List<String> ends) {

        boolean isOfAnotherLog(Progress progress) {
            return progress.lsn().compareTo(lsn) < 0 && progress.committedAt().isAfter(committedAt);
        }
    }

    @Override
    public TidemarkOutcome advance(Watermark expected, List<ReadProgress> pending, Map<String, String> topicIds) {
        ReadProgress latest = pending.get(pending.size() - 1);
        return untilDone(() -> graph.session("advancing the tidemark", session -> {
            boolean mayBeReached = newestReached(session, pending, topicIds).isPresent();
            boolean mayGoBack = !mayBeReached && goesBack(session, latest);
            return mayBeReached || mayGoBack
                    ? advance(session, expected, pending, topicIds)
                    : new TidemarkOutcome.NotReached();
        }));
    }

    private TidemarkOutcome advance(
            Session session, Watermark expected, List<ReadProgress> pending, Map<String, String> topicIds) {
        try (Transaction transaction = session.beginTransaction()) {
            run(transaction, TidemarkStatements.LOCK).consume();
            Record row = run(transaction, TidemarkStatements.READ).single();
            if (row.get("held").asBoolean()) {
                return new TidemarkOutcome.Held();
            }
            if (watermark(transaction, expected).offset() != expected.offset()) {
                return new TidemarkOutcome.Moved();
            }
            Optional<Stored> stored = stored(row);
            Progress latest = pending.get(pending.size() - 1).progress();
            boolean anotherLog = stored.isPresent() && stored.get().isOfAnotherLog(latest);
            Optional<ReadProgress> reached = newestReached(transaction, pending, topicIds);
            if (reached.isEmpty()) {
                if (anotherLog) {
                    sayAnotherLog(stored.orElseThrow(), latest);
                    run(transaction, TidemarkStatements.WITHDRAW);
                    transaction.commit();
                }
                return new TidemarkOutcome.NotReached();
            }
            ReadProgress newest = reached.get();
            if (stored.isEmpty()
                    || anotherLog
                    || newest.progress().lsn().compareTo(stored.get().lsn()) >= 0) {
                if (anotherLog) {
                    sayAnotherLog(stored.orElseThrow(), latest);
                }
                transaction
                        .run(TidemarkStatements.WRITE, TidemarkStatements.write(prefix, newest.progress()))
                        .consume();
            }
            transaction
                    .run(TidemarkStatements.SET_WATERMARK, TidemarkStatements.watermark(newest.watermark()))
                    .consume();
            transaction.commit();
            return new TidemarkOutcome.Reached(newest);
        }
    }

    @Override
    public boolean withdrawIfAhead(Map<String, String> topicIds) {
        return untilDone(() -> graph.transaction("checking the tidemark", transaction -> {
            Record found = run(transaction, TidemarkStatements.LOCK_EXISTING).single();
            if (found.get("found").asInt() == 0) {
                return false;
            }
            Optional<Stored> stored =
                    stored(run(transaction, TidemarkStatements.READ).single());
            if (stored.isPresent() && TidemarkStatements.isReached(stored.get().ends(), reach(transaction, topicIds))) {
                return false;
            }
            run(transaction, TidemarkStatements.WITHDRAW).consume();
            transaction
                    .run(TidemarkStatements.FORGET_WATERMARK, Values.parameters("topic", progressTopic))
                    .consume();
            transaction.commit();
            LOG.warn("the tidemark was ahead of the graph: somebody has deleted a part of it; it is taken away");
            return true;
        }));
    }

    private <T> T untilDone(Supplier<T> action) {
        return retries.untilDone(action, failure -> RetryCause.of(failure).ifPresent(listener::retried));
    }

    private Result run(QueryRunner runner, String cypher) {
        return runner.run(cypher, Values.parameters("prefix", prefix));
    }

    private boolean goesBack(Session session, ReadProgress latest) {
        return run(session, TidemarkStatements.READ).list().stream()
                .map(TidemarkStore::stored)
                .flatMap(Optional::stream)
                .anyMatch(stored -> stored.isOfAnotherLog(latest.progress()));
    }

    /** The newest of them that the committed watermarks reach; one that leaves out a topic of ours says too little. */
    private static Optional<ReadProgress> newestReached(
            QueryRunner runner, List<ReadProgress> pending, Map<String, String> topicIds) {
        Progress.Reach reach = reach(runner, topicIds);
        return IntStream.range(0, pending.size())
                .mapToObj(index -> pending.get(pending.size() - 1 - index))
                .filter(read -> read.progress().ends().keySet().containsAll(topicIds.keySet()))
                .filter(read -> read.progress().isReachedBy(reach))
                .findFirst();
    }

    private Watermark watermark(Transaction transaction, Watermark expected) {
        Value parameters =
                Values.parameters("topics", List.of(expected.topic()), "partitions", List.of(expected.partition()));
        return transaction.run(WatermarkStatements.LOAD, parameters).list(WatermarkStatements::watermark).stream()
                .max(Comparator.comparingLong(Watermark::offset))
                .orElse(Watermark.nothing(expected.topic(), expected.topicId(), expected.partition()));
    }

    /** How far the committed watermarks are; topics that this pipeline does not apply count as reached. */
    private static Progress.Reach reach(QueryRunner runner, Map<String, String> topicIds) {
        Map<String, Map<Integer, Long>> offsets = new HashMap<>();
        runner
                .run(WatermarkStatements.LOAD_ALL, Values.parameters("topics", List.copyOf(topicIds.keySet())))
                .list(WatermarkStatements::watermark)
                .stream()
                .filter(watermark -> watermark.topicId().equals(topicIds.get(watermark.topic())))
                .forEach(watermark -> offsets.computeIfAbsent(watermark.topic(), topic -> new HashMap<>())
                        .put(watermark.partition(), watermark.offset()));
        return (topic, partition) -> topicIds.containsKey(topic)
                ? offsets.getOrDefault(topic, Map.of()).getOrDefault(partition, -1L)
                : Long.MAX_VALUE;
    }

    private static Optional<Stored> stored(Record row) {
        if (row.get("lsnBytes").isNull()) {
            return Optional.empty();
        }
        return Optional.of(new Stored(
                new Lsn(row.get("lsnBytes").asLong()),
                row.get("committedAt").asOffsetDateTime().toInstant(),
                row.get("ends").isNull() ? List.of() : row.get("ends").asList(Value::asString)));
    }

    private void sayAnotherLog(Stored stored, Progress progress) {
        if (progress.lsn().equals(NEW_SNAPSHOT)) {
            LOG.info(
                    "the capture of {} takes a new snapshot: the tidemark {} is withdrawn until it is complete",
                    prefix,
                    stored.lsn());
            return;
        }
        LOG.warn(
                "the capture's log position went back from {} to {}, which was committed later: {} reads another"
                        + " database, or one that was rewound; the tidemark follows it",
                stored.lsn(),
                progress.lsn(),
                prefix);
    }
}
