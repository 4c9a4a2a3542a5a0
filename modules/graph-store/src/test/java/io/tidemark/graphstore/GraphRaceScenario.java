package io.tidemark.graphstore;

import io.tidemark.model.TableName;
import io.tidemark.model.change.RowChange;
import io.tidemark.model.change.RowKey;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.model.position.Watermark;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Driver;

/**
 * Several writers, each with its own partitions of users, follows and mutes, apply random histories over a few hot keys
 * and one dense node, at the same time. After every round the graph must be what the rows say (invariant I5). Needs a
 * real Neo4j without other contents; leaves its own behind.
 */
public final class GraphRaceScenario {

    private static final int WRITERS = 2;
    private static final int HOT_KEYS = 6;
    private static final int FLUSHES_PER_ROUND = 4;
    private static final int LARGEST_FLUSH = 4;
    /** Neo4j treats a node with more than 50 relationships differently. */
    private static final int RELATIONSHIPS_OF_DENSE_NODE = 60;

    private static final String DENSE = "dense";
    private static final List<TableName> TABLES =
            List.of(SocialMapping.USERS, SocialMapping.FOLLOWS, SocialMapping.FOLLOWS, SocialMapping.MUTES);

    private final Mapping mapping = SocialMapping.mapping();
    private final Driver driver;
    private final long seed;
    private final GraphStore store;
    private final ExpectedGraph expected = new ExpectedGraph(mapping);
    private final List<Writer> writers = new ArrayList<>();

    /** One writer: the keys whose hash is its own, and where it is. */
    private final class Writer {

        private final int partition;
        private final Random random;
        private Watermark position;

        Writer(int partition) {
            this.partition = partition;
            random = new Random(seed * WRITERS + partition);
            position = new Watermark("race", "race-id-" + seed, partition, -1, 0);
        }

        List<RowChange> round() {
            List<RowChange> history = new ArrayList<>();
            for (int flush = 0; flush < FLUSHES_PER_ROUND; flush++) {
                Map<List<Object>, RowChange> changes = new HashMap<>();
                int size = 1 + random.nextInt(LARGEST_FLUSH);
                while (changes.size() < size) {
                    RowChange change = change();
                    changes.put(List.of(change.table(), change.key()), change);
                }
                apply(List.copyOf(changes.values()));
                history.addAll(changes.values());
            }
            return history;
        }

        void apply(List<RowChange> changes) {
            Watermark next = new Watermark(
                    position.topic(),
                    position.topicId(),
                    partition,
                    position.offset() + changes.size(),
                    position.changes() + changes.size());
            Outcome outcome = store.apply(new Flush(List.of(new Advance(position, next)), changes));
            if (!(outcome instanceof Outcome.Applied)) {
                throw new AssertionError(outcome + ", seed " + seed);
            }
            position = next;
        }

        private RowChange change() {
            while (true) {
                TableName table = TABLES.get(random.nextInt(TABLES.size()));
                RowKey key = table.equals(SocialMapping.USERS) ? RowKey.of(node()) : RowKey.of(node(), node());
                if (Math.floorMod(key.hashCode(), WRITERS) == partition) {
                    return random.nextBoolean() ? new RowChange.Delete(table, key) : upsert(table, key, random);
                }
            }
        }

        private String node() {
            int choice = random.nextInt(HOT_KEYS + 1);
            return choice == HOT_KEYS ? DENSE : "hot-" + choice;
        }
    }

    /**
     * Prepares a scenario; clears what an earlier one left.
     *
     * @param seed the same seed makes the same histories; how they interleave is up to the machine
     */
    public GraphRaceScenario(Driver driver, long seed) {
        this.driver = driver;
        this.seed = seed;
        store = new GraphStore(
                driver, mapping, new Patience(() -> Thread.currentThread().isInterrupted()));
        for (int partition = 0; partition < WRITERS; partition++) {
            writers.add(new Writer(partition));
        }
    }

    /**
     * Runs the rounds.
     *
     * @throws AssertionError when the graph is not what the rows say; names the seed and the round
     */
    public void run(int rounds) throws InterruptedException {
        new Constraints(mapping).create(driver);
        driver.executableQuery("MATCH (n) DETACH DELETE n").execute();
        List<RowChange> crowd = new ArrayList<>();
        for (int index = 0; index < RELATIONSHIPS_OF_DENSE_NODE; index++) {
            crowd.add(upsert(SocialMapping.BLOCKS, RowKey.of("crowd-" + index, DENSE), new Random(index)));
        }
        writers.get(0).apply(crowd);
        crowd.forEach(expected::apply);
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        try {
            for (int round = 0; round < rounds; round++) {
                List<Callable<List<RowChange>>> work = new ArrayList<>();
                writers.forEach(writer -> work.add(writer::round));
                for (Future<List<RowChange>> done : threads.invokeAll(work)) {
                    history(done).forEach(expected::apply);
                }
                compare(round);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private List<RowChange> history(Future<List<RowChange>> done) throws InterruptedException {
        try {
            return done.get();
        } catch (ExecutionException failure) {
            throw new AssertionError("a writer failed, seed " + seed, failure.getCause());
        }
    }

    private void compare(int round) {
        GraphContents actual = GraphContents.read(driver, mapping);
        GraphContents wanted = expected.contents();
        if (!actual.equals(wanted)) {
            throw new AssertionError("seed " + seed + ", round " + round + ": the graph is\n" + actual
                    + "\nbut the rows say\n" + wanted);
        }
    }

    private static RowChange upsert(TableName table, RowKey key, Random random) {
        Map<String, @Nullable Object> properties = new HashMap<>();
        properties.put("created_at", random.nextLong());
        if (table.equals(SocialMapping.USERS)) {
            properties.put("username", random.nextInt(3) == 0 ? null : "name-" + random.nextInt());
            properties.put("updated_at", random.nextLong());
        }
        return new RowChange.Upsert(table, key, properties);
    }
}
