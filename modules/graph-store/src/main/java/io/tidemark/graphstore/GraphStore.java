package io.tidemark.graphstore;

import io.tidemark.concurrent.Retries;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.change.RowChange;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.model.position.Watermark;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Record;
import org.neo4j.driver.Session;
import org.neo4j.driver.Transaction;
import org.neo4j.driver.Value;
import org.neo4j.driver.Values;
import org.neo4j.driver.exceptions.Neo4jException;

/** The graph in Neo4j. Does not own the driver. Thread-safe. */
public final class GraphStore implements GraphWriter {

    private static final Comparator<Advance> LOCK_ORDER = Comparator.comparing(
                    (Advance advance) -> advance.next().topic())
            .thenComparing(advance -> advance.next().partition());

    private final Driver driver;
    private final Mapping mapping;
    private final Retries patience;
    private final Holds holds;
    private final RetryListener retries;

    /** @param prefix the pipeline's prefix: which hold it heeds */
    public GraphStore(Driver driver, Mapping mapping, String prefix, Retries patience) {
        this(driver, mapping, prefix, patience, RetryListener.NOBODY);
    }

    /**
     * The same.
     *
     * @param retries is told of transactions that are begun anew
     */
    public GraphStore(Driver driver, Mapping mapping, String prefix, Retries patience, RetryListener retries) {
        this.driver = driver;
        this.mapping = mapping;
        this.patience = patience;
        this.holds = new Holds(driver, prefix);
        this.retries = retries;
    }

    @Override
    public Outcome apply(Flush flush) {
        Attempt attempt = new Attempt(flush);
        return untilDone(attempt::run);
    }

    @Override
    public Outcome applyOnce(Flush flush) {
        return new Attempt(flush).run();
    }

    @Override
    public List<Watermark> watermarks(Collection<String> topics, Collection<Integer> partitions) {
        Value parameters = Values.parameters("topics", List.copyOf(topics), "partitions", List.copyOf(partitions));
        return untilDone(() -> {
            try (Session session = driver.session()) {
                // as a writer: a follower may be behind
                return session.run(WatermarkStatements.LOAD, parameters).list(WatermarkStatements::watermark);
            } catch (Neo4jException failure) {
                throw GraphFailure.of(failure, "reading the watermarks");
            }
        });
    }

    @Override
    public Optional<TidemarkException> refusal(List<RowChange> changes) {
        List<ChangeSet.Step> steps = ChangeSet.steps(mapping, changes);
        return untilDone(() -> {
            try (Session session = driver.session();
                    Transaction transaction = session.beginTransaction()) {
                for (ChangeSet.Step step : steps) {
                    transaction.run(step.cypher(), step.parameters()).consume();
                }
                transaction.rollback();
                return Optional.empty();
            } catch (Neo4jException failure) {
                TidemarkException named = GraphFailure.of(failure, "trying a row");
                if (named.category() == Category.DEAD_LETTER) {
                    return Optional.of(named);
                }
                throw named;
            }
        });
    }

    @Override
    public void awaitNoHold() {
        untilDone(holds::requireNone);
    }

    private <T> T untilDone(Supplier<T> action) {
        return patience.untilDone(action, failure -> RetryCause.of(failure).ifPresent(retries::again));
    }

    /** One flush, ready to be tried as often as needed. */
    private final class Attempt {

        private final Flush flush;
        private final List<Advance> advances;
        private final Value watermarks;
        private final List<ChangeSet.Step> steps;

        Attempt(Flush flush) {
            this.flush = flush;
            advances = flush.advances().stream().sorted(LOCK_ORDER).toList();
            watermarks = Values.parameters("rows", WatermarkStatements.rows(advances));
            steps = ChangeSet.steps(mapping, flush.changes());
        }

        Outcome run() {
            String about = "watermarks";
            try (Session session = driver.session();
                    Transaction transaction = session.beginTransaction()) {
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
                for (ChangeSet.Step step : steps) {
                    about = step.about();
                    transaction.run(step.cypher(), step.parameters()).consume();
                }
                about = "commit";
                transaction.commit();
                return new Outcome.Applied();
            } catch (Neo4jException failure) {
                throw GraphFailure.of(failure, "applying " + flush + " (" + about + ")");
            }
        }

        private Position compare(List<Watermark> actual) {
            Map<String, Watermark> byPartition = new HashMap<>();
            actual.forEach(watermark -> byPartition.put(watermark.topic() + "-" + watermark.partition(), watermark));
            List<Watermark> there = new ArrayList<>();
            for (Advance advance : advances) {
                Watermark watermark = byPartition.get(
                        advance.next().topic() + "-" + advance.next().partition());
                if (watermark == null) {
                    throw new TidemarkException(
                            Category.RETRY, "the watermark of " + advance + " vanished while it was locked");
                }
                requireSameTopic(watermark, advance.next());
                there.add(watermark);
            }
            if (there.equals(advances.stream().map(Advance::expected).toList())) {
                return Position.AS_EXPECTED;
            }
            // an earlier attempt whose commit was not confirmed, or another writer with the same records
            return there.equals(advances.stream().map(Advance::next).toList())
                    ? Position.ALREADY_APPLIED
                    : Position.ELSEWHERE;
        }
    }

    private enum Position {
        AS_EXPECTED,
        ALREADY_APPLIED,
        ELSEWHERE
    }

    /**
     * Refuses a watermark of a topic that was deleted and made again: its offsets mean other records.
     *
     * @throws TidemarkException FATAL when the topic ids differ
     */
    public static void requireSameTopic(Watermark inGraph, Watermark inKafka) {
        if (!inGraph.topicId().equals(inKafka.topicId())) {
            throw new TidemarkException(
                    Category.FATAL,
                    "topic " + inKafka.topic() + " was re-created: its id is " + inKafka.topicId()
                            + ", the graph holds changes of " + inGraph.topicId()
                            + ": to start over, clear the graph, and fill the topic with ./tidemark capture --resnapshot");
        }
    }
}
