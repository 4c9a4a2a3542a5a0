package io.tidemark.e2e.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.concurrent.Retries;
import io.tidemark.e2e.fixture.TestPipeline;
import io.tidemark.graphstore.ExpectedGraph;
import io.tidemark.graphstore.Flush;
import io.tidemark.graphstore.GraphContents;
import io.tidemark.graphstore.GraphWriter;
import io.tidemark.graphstore.Outcome;
import io.tidemark.graphstore.RetryListener;
import io.tidemark.graphstore.SocialMapping;
import io.tidemark.graphstore.WatermarkAdvance;
import io.tidemark.model.TableName;
import io.tidemark.model.change.RowChange;
import io.tidemark.model.change.RowKey;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.model.position.Watermark;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random row histories over all four tables, hashed to partitions as topics are and delivered partition by partition in
 * random interleavings, flush sizes and replays, always end in the graph that the final rows describe (I5, I4).
 */
final class InterleavingIT {

    private static final int USERS = 5;
    private static final int PARTITIONS = 3;
    private static final int CHANGES = 60;
    private static final int INTERLEAVINGS = 6;
    private static final int LARGEST_FLUSH = 6;
    private static final List<TableName> TABLES =
            List.of(SocialMapping.USERS, SocialMapping.FOLLOWS, SocialMapping.MUTES, SocialMapping.BLOCKS);

    private final Mapping mapping = SocialMapping.mapping();

    @ParameterizedTest
    @ValueSource(longs = {11, 12})
    void every_interleaving_ends_in_the_same_graph(long seed) throws SQLException {
        deliver(seed);
    }

    @Test
    void whatever_the_histories() throws SQLException {
        deliver(new Random().nextLong());
    }

    private void deliver(long seed) throws SQLException {
        System.err.println("InterleavingIT seed " + seed);
        Random random = new Random(seed);
        try (TestPipeline pipeline = TestPipeline.open("interleaving")) {
            pipeline.graph().constraints(mapping).create();
            GraphWriter store =
                    pipeline.graph().writer(mapping, "interleaving", new Retries(() -> false), RetryListener.NONE);
            for (int i = 0; i < INTERLEAVINGS; i++) {
                pipeline.driver().executableQuery("MATCH (n) DETACH DELETE n").execute();
                List<RowChange> history = history(random);
                Map<String, Partition> partitions = partitions(history);
                List<Partition> unfinished = new ArrayList<>(partitions.values());
                while (!unfinished.isEmpty()) {
                    Partition partition = unfinished.get(random.nextInt(unfinished.size()));
                    partition.deliver(store, random);
                    unfinished.removeIf(Partition::isDone);
                }
                ExpectedGraph expected = new ExpectedGraph(mapping);
                history.forEach(expected::apply);
                assertThat(GraphContents.read(pipeline.graph(), mapping))
                        .as("seed %d, interleaving %d", seed, i)
                        .isEqualTo(expected.contents());
            }
        }
    }

    /** Rows come and go in any order; nothing keeps an edge from outliving its users, as across partitions. */
    private static List<RowChange> history(Random random) {
        List<RowChange> history = new ArrayList<>();
        for (int i = 0; i < CHANGES; i++) {
            TableName table = TABLES.get(random.nextInt(TABLES.size()));
            String user = "user-" + random.nextInt(USERS);
            RowKey key = table.equals(SocialMapping.USERS)
                    ? RowKey.of(user)
                    : RowKey.of(user, "user-" + random.nextInt(USERS));
            history.add(random.nextInt(5) < 2 ? new RowChange.Delete(table, key) : upsert(table, key, random));
        }
        return history;
    }

    private static RowChange upsert(TableName table, RowKey key, Random random) {
        Map<String, @Nullable Object> properties = new HashMap<>();
        properties.put("created_at", (long) random.nextInt(1_000));
        if (table.equals(SocialMapping.USERS)) {
            properties.put("username", random.nextInt(4) == 0 ? null : "name-" + random.nextInt(1_000));
            properties.put("updated_at", (long) random.nextInt(1_000));
        }
        return new RowChange.Upsert(table, key, properties);
    }

    private static Map<String, Partition> partitions(List<RowChange> history) {
        Map<String, Partition> partitions = new TreeMap<>();
        for (RowChange change : history) {
            int number = Math.floorMod(change.key().hashCode(), PARTITIONS);
            partitions
                    .computeIfAbsent(change.table() + "-" + number, name -> new Partition(change.table(), number))
                    .records
                    .add(change);
        }
        return partitions;
    }

    /** One topic partition, and how far its reader is. */
    private static final class Partition {

        private final List<RowChange> records = new ArrayList<>();
        private final String topic;
        private final int number;
        private long applied = -1;

        Partition(TableName table, int number) {
            this.topic = "interleaving." + table;
            this.number = number;
        }

        boolean isDone() {
            return applied == records.size() - 1;
        }

        /** Delivers the next few records; now and then from a place before, as a reader with an old position would. */
        void deliver(GraphWriter store, Random random) {
            long from = random.nextInt(4) == 0 ? random.nextInt((int) applied + 2) - 1L : applied;
            long to = Math.min(records.size() - 1L, from + 1 + random.nextInt(LARGEST_FLUSH));
            Map<RowKey, RowChange> latest = new LinkedHashMap<>();
            records.subList((int) from + 1, (int) to + 1).forEach(change -> latest.put(change.key(), change));
            if (latest.isEmpty()) {
                return;
            }
            Outcome outcome = store.apply(
                    new Flush(List.of(new WatermarkAdvance(at(from), at(to))), List.copyOf(latest.values())));
            if (from == applied || to == applied) {
                assertThat(outcome).isInstanceOf(Outcome.Applied.class);
                applied = Math.max(applied, to);
            } else {
                assertThat(outcome).isEqualTo(new Outcome.Moved(List.of(at(applied))));
            }
        }

        private Watermark at(long offset) {
            return new Watermark(topic, "an-id", number, offset, offset + 1);
        }
    }
}
