package io.tidemark.lab.bench;

import io.tidemark.graphstore.Graph;
import io.tidemark.graphstore.RawSession;
import io.tidemark.lab.social.SocialGraph;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Raw Bolt: the same graph written as anybody would write it, one thread, one session, a batch of maps at a time.
 *
 * <p>Its Cypher is outside graph-store on purpose: it is what graph-store is measured against, and must not share its
 * statements. It leaves no reference labels and no watermarks, so it does a little less than the sink does.
 */
final class Baseline {

    private static final String USERS = """
            UNWIND $rows AS row
            MERGE (u:User {id: row.id})
            SET u.username = row.username, u.created_at = row.created_at, u.updated_at = row.updated_at""";

    private static final String FOLLOWS = """
            UNWIND $rows AS row
            MATCH (a:User {id: row.follower_id})
            MATCH (b:User {id: row.following_id})
            MERGE (a)-[f:FOLLOWS]->(b)
            SET f.created_at = row.created_at""";

    private static final List<String> CLEAR = List.of(
            "MATCH ()-[r]->() CALL (r) { DELETE r } IN TRANSACTIONS OF 10000 ROWS",
            "MATCH (n) CALL (n) { DELETE n } IN TRANSACTIONS OF 10000 ROWS");

    private final Graph opened;
    private final SocialGraph graph;
    private final int batchRows;

    Baseline(Graph opened, SocialGraph graph, int batchRows) {
        this.opened = opened;
        this.graph = graph;
        this.batchRows = batchRows;
    }

    /** Writes the graph into an empty one. */
    List<Rate> run(String part) {
        // a COPY gives all its rows the same time
        OffsetDateTime time = OffsetDateTime.now(ZoneOffset.UTC);
        long start = System.nanoTime();
        write(USERS, graph.names().size(), position -> user(position, time));
        long users = System.nanoTime();
        write(FOLLOWS, graph.edges().size(), position -> follow(graph.edges().get(position), time));
        long end = System.nanoTime();
        int rows = graph.names().size() + graph.edges().size();
        return List.of(
                Rate.between(Rate.RAW, part, rows, start, end),
                Rate.between(Rate.RAW, part + ": users", graph.names().size(), start, users),
                Rate.between(Rate.RAW, part + ": follows", graph.edges().size(), users, end));
    }

    private Map<String, Object> user(int position, OffsetDateTime time) {
        return Map.of(
                "id",
                SocialGraph.id(position).toString(),
                "username",
                graph.names().get(position),
                "created_at",
                time,
                "updated_at",
                time);
    }

    private static Map<String, Object> follow(SocialGraph.Edge edge, OffsetDateTime time) {
        return Map.of(
                "follower_id", SocialGraph.id(edge.from()).toString(),
                "following_id", SocialGraph.id(edge.to()).toString(),
                "created_at", time);
    }

    private void write(String cypher, int rows, IntFunction<Map<String, Object>> row) {
        try (RawSession session = opened.raw()) {
            for (int from = 0; from < rows; from += batchRows) {
                List<Map<String, Object>> batch = new ArrayList<>(batchRows);
                for (int position = from; position < Math.min(rows, from + batchRows); position++) {
                    batch.add(row.apply(position));
                }
                session.write(cypher, Map.of("rows", batch));
            }
        }
    }

    /** Empties the graph, watermarks too; constraints stay. */
    void clear() {
        try (RawSession session = opened.raw()) {
            CLEAR.forEach(cypher -> session.run(cypher, Map.of()));
        }
    }
}
