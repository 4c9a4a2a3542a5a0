package io.tidemark.graphstore;

import io.tidemark.concurrent.Retries;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.change.RowChange;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.model.mapping.MappingDifference;
import io.tidemark.model.position.Watermark;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.neo4j.driver.Record;
import org.neo4j.driver.Value;
import org.neo4j.driver.Values;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes flushes to Neo4j, each in one transaction. Thread-safe. */
final class GraphStore implements GraphWriter {

    private static final Logger LOG = LoggerFactory.getLogger(GraphStore.class);

    private static final Comparator<WatermarkAdvance> LOCK_ORDER = Comparator.comparing(
                    (WatermarkAdvance advance) -> advance.next().topic())
            .thenComparing(advance -> advance.next().partition());

    private final Graph graph;
    private final Mapping mapping;
    private final Retries retries;
    private final Holds holds;
    private final WrittenMappings written;
    private final RetryListener listener;

    GraphStore(Graph graph, Mapping mapping, String prefix, Retries retries, RetryListener listener) {
        this.graph = graph;
        this.mapping = mapping;
        this.retries = retries;
        this.holds = graph.holds(prefix);
        this.written = graph.written(prefix);
        this.listener = listener;
    }

    @Override
    public Outcome apply(Flush flush) {
        Attempt attempt = new Attempt(flush);
        return untilDone(() -> namingMemory(attempt::run));
    }

    @Override
    public Outcome applyOnce(Flush flush) {
        return namingMemory(new Attempt(flush)::run);
    }

    @Override
    public List<Watermark> watermarks(Collection<String> topics, Collection<Integer> partitions) {
        Value parameters = Values.parameters("topics", List.copyOf(topics), "partitions", List.copyOf(partitions));
        return untilDone(() -> graph.session(
                "reading the watermarks",
                session -> session.run(WatermarkStatements.LOAD, parameters).list(WatermarkStatements::watermark)));
    }

    @Override
    public Optional<TidemarkException> refusal(List<RowChange> changes) {
        ChangeSet set = new ChangeSet(mapping, changes);
        return untilDone(() -> {
            try {
                return namingMemory(() -> graph.transaction("trying a row", transaction -> {
                    set.run(step ->
                            transaction.run(step.cypher(), step.parameters()).list());
                    transaction.rollback();
                    return Optional.empty();
                }));
            } catch (TidemarkException refusal) {
                if (refusal.category() == Category.DEAD_LETTER) {
                    return Optional.of(refusal);
                }
                throw refusal;
            }
        });
    }

    @Override
    public void awaitNoHold() {
        untilDone(holds::requireNone);
        untilDone(() -> {
            sayDifference();
            written.add(mapping);
            return true;
        });
    }

    private void sayDifference() {
        List<String> difference = written.newest()
                .map(last -> MappingDifference.between(last, mapping))
                .orElse(List.of());
        if (!difference.isEmpty()) {
            LOG.info("the graph was last written with another mapping: {}", String.join(", ", difference));
        }
    }

    private <T> T untilDone(Supplier<T> action) {
        return retries.untilDone(action, failure -> RetryCause.of(failure).ifPresent(listener::retried));
    }

    private static <T> T namingMemory(Supplier<T> work) {
        try {
            return work.get();
        } catch (TidemarkException failure) {
            throw TransactionMemoryException.named(failure);
        }
    }

    /** One flush, ready to be tried as often as needed. */
    private final class Attempt {

        private final String source;
        private final List<WatermarkAdvance> advances;
        private final Value watermarks;
        private final ChangeSet changes;

        Attempt(Flush flush) {
            source = flush.toString();
            advances = flush.advances().stream().sorted(LOCK_ORDER).toList();
            watermarks = Values.parameters("rows", WatermarkStatements.rows(advances));
            changes = new ChangeSet(mapping, flush.changes());
        }

        Outcome run() {
            return graph.transaction(applying("watermarks"), transaction -> {
                transaction.run(WatermarkStatements.LOCK, watermarks).consume();
                List<Record> swapped =
                        transaction.run(WatermarkStatements.SWAP, watermarks).list();
                if (swapped.stream().anyMatch(row -> row.get("held").asBoolean())) {
                    transaction.rollback();
                    return new Outcome.Held();
                }
                List<Watermark> actual =
                        swapped.stream().map(WatermarkStatements::watermark).toList();
                Position position = compare(actual);
                if (position != Position.AS_EXPECTED) {
                    transaction.rollback();
                    return position == Position.ALREADY_APPLIED ? new Outcome.Applied() : new Outcome.Moved(actual);
                }
                changes.run(step -> GraphFailure.named(
                        applying(step.about()),
                        () -> transaction.run(step.cypher(), step.parameters()).list()));
                GraphFailure.named(applying("commit"), () -> {
                    transaction.commit();
                    return true;
                });
                return new Outcome.Applied();
            });
        }

        private String applying(String about) {
            return "applying " + source + " (" + about + ")";
        }

        private Position compare(List<Watermark> actual) {
            Map<String, Watermark> byPartition = new HashMap<>();
            actual.forEach(watermark -> byPartition.put(watermark.topic() + "-" + watermark.partition(), watermark));
            List<Watermark> there = new ArrayList<>();
            for (WatermarkAdvance advance : advances) {
                Watermark watermark = byPartition.get(
                        advance.next().topic() + "-" + advance.next().partition());
                if (watermark == null) {
                    throw new TidemarkException(
                            Category.RETRY, "the watermark of " + advance + " vanished while it was locked");
                }
                GraphWriter.requireSameTopic(watermark, advance.next());
                there.add(watermark);
            }
            if (there.equals(advances.stream().map(WatermarkAdvance::expected).toList())) {
                return Position.AS_EXPECTED;
            }
            // an earlier attempt whose commit was not confirmed, or another writer with the same records
            return there.equals(advances.stream().map(WatermarkAdvance::next).toList())
                    ? Position.ALREADY_APPLIED
                    : Position.ELSEWHERE;
        }
    }

    private enum Position {
        AS_EXPECTED,
        ALREADY_APPLIED,
        ELSEWHERE
    }
}
