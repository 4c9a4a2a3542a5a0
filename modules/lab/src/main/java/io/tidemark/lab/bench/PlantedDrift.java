package io.tidemark.lab.bench;

import io.tidemark.graphstore.Graph;
import io.tidemark.graphstore.RawSession;
import java.util.List;
import java.util.Map;

/**
 * Damages the graph behind everybody's back: follows that no row has, users with another name, follows that are gone; each
 * of another key, all over the graph.
 *
 * <p>Its Cypher is outside graph-store on purpose: graph-store has no way to be wrong.
 */
final class PlantedDrift {

    /** A time that no row has, by which a planted follow is not removed again. */
    private static final String PLANTED = "datetime('1970-01-01T00:00:00Z')";

    private static final String EXTRA = """
            MATCH (u:User) WITH u ORDER BY rand() LIMIT $most
            WITH collect(u) AS users
            UNWIND range(0, size(users) - 2) AS i
            WITH users[i] AS a, users[i + 1] AS b WHERE NOT (a)-[:FOLLOWS]->(b)
            CREATE (a)-[:FOLLOWS {created_at: %s}]->(b)""".formatted(PLANTED);

    private static final String DIFFERENT = """
            MATCH (u:User) WITH u ORDER BY rand() LIMIT $most
            SET u.username = 'not ' + u.username""";

    private static final String MISSING = """
            MATCH (:User)-[r:FOLLOWS]->(:User) WHERE r.created_at <> %s
            WITH r ORDER BY rand() LIMIT $most
            DELETE r""".formatted(PLANTED);

    private final Graph graph;

    PlantedDrift(Graph graph) {
        this.graph = graph;
    }

    /** Plants so many drifted keys, fewer in a graph that is too small; returns how many. */
    int plant(int keys) {
        int planted = 0;
        try (RawSession session = graph.raw()) {
            for (String cypher : List.of(EXTRA, DIFFERENT)) {
                planted += run(session, cypher, keys / 3);
            }
            return planted + run(session, MISSING, keys - planted);
        }
    }

    private static int run(RawSession session, String cypher, int most) {
        RawSession.Changes changes = session.run(cypher, Map.of("most", most));
        return changes.relationshipsCreated() > 0
                ? changes.relationshipsCreated()
                : changes.propertiesSet() + changes.relationshipsDeleted();
    }
}
