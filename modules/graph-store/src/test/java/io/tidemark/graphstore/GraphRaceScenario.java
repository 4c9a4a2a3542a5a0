package io.tidemark.graphstore;

import io.tidemark.concurrent.Retries;
import io.tidemark.model.TableName;
import io.tidemark.model.change.RowChange;
import io.tidemark.model.change.RowKey;
import io.tidemark.model.mapping.ElementValue;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.model.position.Watermark;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Several writers, each with its own partitions of users, follows, mutes, relationships with keys of their own and rows that change their type, apply random histories over a few hot keys
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
    private static final List<TableName> TABLES = List.of(
            SocialMapping.USERS,
            SocialMapping.FOLLOWS,
            SocialMapping.FOLLOWS,
            SocialMapping.MUTES,
            SocialMapping.TIES,
            SocialMapping.TIES,
            SocialMapping.RELATIONSHIPS,
            SocialMapping.RELATIONSHIPS);

    private final Mapping mapping;
    private final UnaryOperator<RowChange> form;
    private final Graph graph;
    private final long seed;
    private final GraphWriter store;
    private final ExpectedGraph expected;
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
            Outcome outcome = store.apply(new Flush(
                    List.of(new WatermarkAdvance(position, next)),
                    changes.stream().map(form).toList()));
            if (!(outcome instanceof Outcome.Applied)) {
                throw new AssertionError(outcome + ", seed " + seed);
            }
            position = next;
        }

        private RowChange change() {
            while (true) {
                TableName table = TABLES.get(random.nextInt(TABLES.size()));
                RowKey key = key(table);
                if (Math.floorMod(key.hashCode(), WRITERS) != partition) {
                    continue;
                }
                if (random.nextBoolean()) {
                    return new RowChange.Delete(table, key);
                }
                if (table.equals(SocialMapping.RELATIONSHIPS)) {
                    return relationship(key, node(), node(), random);
                }
                return table.equals(SocialMapping.USERS) ? invited(key) : upsert(table, key, random);
            }
        }

        /** A user with or without somebody who invited it. */
        private RowChange invited(RowKey key) {
            RowChange.Upsert user = upsert(SocialMapping.USERS, key, random);
            Map<String, @Nullable Object> properties = new HashMap<>(user.properties());
            properties.put("invited_by", random.nextInt(3) == 0 ? null : node());
            properties.put("label by species", random.nextInt(3) == 0 ? null : random.nextBoolean() ? "Person" : "Bot");
            return new RowChange.Upsert(SocialMapping.USERS, key, properties);
        }

        private RowKey key(TableName table) {
            if (table.equals(SocialMapping.RELATIONSHIPS)) {
                return RowKey.of((long) random.nextInt(HOT_KEYS));
            }
            return table.equals(SocialMapping.USERS) ? RowKey.of(node()) : RowKey.of(node(), node());
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
    public GraphRaceScenario(Graph graph, long seed) {
        this(graph, seed, SocialMapping.withMoreEdges(), change -> change);
    }

    private GraphRaceScenario(Graph graph, long seed, Mapping mapping, UnaryOperator<RowChange> form) {
        this.graph = graph;
        this.seed = seed;
        this.mapping = mapping;
        this.form = form;
        this.expected = new ExpectedGraph(mapping);
        store = graph.writer(
                mapping, "race", new Retries(() -> Thread.currentThread().isInterrupted()), RetryListener.NONE);
        for (int partition = 0; partition < WRITERS; partition++) {
            writers.add(new Writer(partition));
        }
    }

    /** The same with keys of several columns. */
    public static GraphRaceScenario withTenants(Graph graph, long seed) {
        return new GraphRaceScenario(
                graph, seed, SocialMapping.withTenants(), change -> SocialMapping.ofTenant(change, 7L));
    }

    /**
     * Runs the rounds.
     *
     * @throws AssertionError when the graph is not what the rows say; names the seed and the round
     */
    public void run(int rounds) throws InterruptedException {
        graph.constraints(mapping).create();
        graph.driver().executableQuery("MATCH (n) DETACH DELETE n").execute();
        now(writers.get(0), crowd(DENSE));
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        try {
            for (int round = 0; round < rounds; round++) {
                List<Callable<List<RowChange>>> work = new ArrayList<>();
                writers.forEach(writer -> work.add(writer::round));
                for (Future<List<RowChange>> done : threads.invokeAll(work)) {
                    history(done).forEach(this::expect);
                }
                compare(round);
                duel(threads, round);
                compare(round);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** A node that nothing but two relationships and perhaps its row speak of; both writers take theirs away at once. */
    private void duel(ExecutorService threads, int round) throws InterruptedException {
        Random random = new Random(seed + round);
        String node = "duel-" + round;
        RowChange left = upsert(SocialMapping.FOLLOWS, RowKey.of("left-" + round, node), random);
        RowChange right = upsert(SocialMapping.TIES, RowKey.of(node, "right-" + round), random);
        RowChange user = upsert(SocialMapping.USERS, RowKey.of(node), random);
        Writer first = writers.get(0);
        Writer second = writers.get(1);
        List<RowChange> crowd = random.nextBoolean() ? crowd(node) : List.of();
        if (!crowd.isEmpty()) {
            now(first, crowd);
        }
        now(first, random.nextBoolean() ? List.of(left, user) : List.of(left));
        now(second, List.of(right));
        if (random.nextBoolean()) {
            now(second, List.of(relationship(duelKey(second, round), "other-" + round, node, random)));
        }
        if (!crowd.isEmpty()) {
            // without its crowd the node stays a dense one
            now(first, crowd.stream().map(GraphRaceScenario::delete).toList());
        }
        List<RowChange> one = switch (random.nextInt(4)) {
            case 0 -> List.of(delete(user));
            case 1 -> List.of(delete(left), delete(user));
            default -> List.of(delete(left));
        };
        List<RowChange> other = switch (random.nextInt(6)) {
            // perhaps as another type
            case 0 -> List.of(upsert(SocialMapping.TIES, right.key(), random));
            // the one that takes the node's place at this end comes or goes meanwhile
            case 1 -> List.of(delete(right), relationship(duelKey(second, round), node, "else-" + round, random));
            case 2 -> List.of(delete(right), relationship(duelKey(second, round), "else-" + round, "aside", random));
            default -> List.of(delete(right));
        };
        CyclicBarrier together = new CyclicBarrier(WRITERS);
        List<Callable<List<RowChange>>> work = List.of(
                () -> {
                    together.await();
                    first.apply(one);
                    return one;
                },
                () -> {
                    together.await();
                    second.apply(other);
                    return other;
                });
        for (Future<List<RowChange>> done : threads.invokeAll(work)) {
            history(done).forEach(this::expect);
        }
    }

    /** A relationship of this round that is in the writer's partition. */
    private static RowKey duelKey(Writer writer, int round) {
        long key = 1_000L * (round + 1);
        while (Math.floorMod(RowKey.of(key).hashCode(), WRITERS) != writer.partition) {
            key++;
        }
        return RowKey.of(key);
    }

    private void expect(RowChange change) {
        expected.apply(form.apply(change));
    }

    private void now(Writer writer, List<RowChange> changes) {
        writer.apply(changes);
        changes.forEach(this::expect);
    }

    private static List<RowChange> crowd(String node) {
        List<RowChange> crowd = new ArrayList<>();
        for (int index = 0; index < RELATIONSHIPS_OF_DENSE_NODE; index++) {
            crowd.add(upsert(SocialMapping.FOLLOWS, RowKey.of("crowd-" + index, node), new Random(index)));
            crowd.add(upsert(SocialMapping.FOLLOWS, RowKey.of(node, "crowd-" + index), new Random(index)));
        }
        return crowd;
    }

    private static RowChange delete(RowChange change) {
        return new RowChange.Delete(change.table(), change.key());
    }

    private List<RowChange> history(Future<List<RowChange>> done) throws InterruptedException {
        try {
            return done.get();
        } catch (ExecutionException failure) {
            throw new AssertionError("a writer failed, seed " + seed, failure.getCause());
        }
    }

    private void compare(int round) {
        GraphContents actual = GraphContents.read(graph, mapping);
        GraphContents wanted = expected.contents();
        if (!actual.equals(wanted)) {
            throw new AssertionError("seed " + seed + ", round " + round + ": the graph is\n" + actual
                    + "\nbut the rows say\n" + wanted);
        }
    }

    private static RowChange relationship(RowKey key, String one, String other, Random random) {
        return new RowChange.Upsert(
                SocialMapping.RELATIONSHIPS,
                key,
                Map.of(
                        "one_id",
                        one,
                        "other_id",
                        other,
                        "created_at",
                        random.nextLong(),
                        ElementValue.TYPE,
                        random.nextBoolean() ? "KNOWS" : "WORKS_WITH"));
    }

    private static RowChange.Upsert upsert(TableName table, RowKey key, Random random) {
        Map<String, @Nullable Object> properties = new HashMap<>();
        properties.put("created_at", random.nextLong());
        if (table.equals(SocialMapping.USERS)) {
            properties.put("username", random.nextInt(3) == 0 ? null : "name-" + random.nextInt());
            properties.put("updated_at", random.nextLong());
        }
        if (table.equals(SocialMapping.TIES)) {
            properties.put(ElementValue.TYPE, random.nextBoolean() ? "LIKES" : "HATES");
        }
        return new RowChange.Upsert(table, key, properties);
    }
}
