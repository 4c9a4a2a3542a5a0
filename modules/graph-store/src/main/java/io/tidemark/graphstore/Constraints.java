package io.tidemark.graphstore;

import io.tidemark.model.mapping.Mapping;
import io.tidemark.model.mapping.NodeMapping;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Session;
import org.neo4j.driver.exceptions.Neo4jException;

/**
 * The uniqueness constraints that the sink's statements rest on: the reference label and the label of every node table
 * on its key, and one watermark per topic partition. Community edition has all of them. Thread-safe.
 */
public final class Constraints {

    private static final int ONLINE_SECONDS = 600;

    private final Map<String, String> statements;

    public Constraints(Mapping mapping) {
        Map<String, String> byName = new LinkedHashMap<>();
        for (NodeMapping node : mapping.nodes()) {
            for (String label : List.of(node.referenceLabel(), node.label())) {
                add(byName, "tidemark_" + label + "_" + node.key(), label, List.of(node.key()));
            }
        }
        add(byName, "tidemark_watermark", "TidemarkWatermark", List.of("topic", "partition"));
        statements = byName;
    }

    /** The Cypher, in order; each does nothing where the constraint is there already. */
    public List<String> statements() {
        return List.copyOf(statements.values());
    }

    /**
     * Makes what is missing and waits until all indexes are online (at most 10 minutes).
     *
     * @return by constraint name: true when it was made, false when it (or one that says the same) was there
     * @throws io.tidemark.model.TidemarkException RETRY when Neo4j cannot be reached, FATAL when what the graph holds
     *     already contradicts a constraint
     */
    public Map<String, Boolean> create(Driver driver) {
        Map<String, Boolean> made = new LinkedHashMap<>();
        String doing = "creating constraints";
        try (Session session = driver.session()) {
            for (Map.Entry<String, String> statement : statements.entrySet()) {
                doing = "creating constraint " + statement.getKey();
                int added =
                        session.run(statement.getValue()).consume().counters().constraintsAdded();
                made.put(statement.getKey(), added > 0);
            }
            doing = "waiting for indexes";
            session.run("CALL db.awaitIndexes($seconds)", Map.of("seconds", ONLINE_SECONDS))
                    .consume();
            return made;
        } catch (Neo4jException failure) {
            throw GraphFailure.of(failure, doing);
        }
    }

    /**
     * The names of those that the graph does not have under these names.
     *
     * @throws io.tidemark.model.TidemarkException RETRY when Neo4j cannot be reached
     */
    public List<String> missing(Driver driver) {
        try (Session session = driver.session()) {
            Set<String> there = session.run("SHOW CONSTRAINTS YIELD name").stream()
                    .map(row -> row.get("name").asString())
                    .collect(Collectors.toSet());
            List<String> missing = new ArrayList<>(statements.keySet());
            missing.removeAll(there);
            return missing;
        } catch (Neo4jException failure) {
            throw GraphFailure.of(failure, "reading the constraints");
        }
    }

    private static void add(Map<String, String> byName, String name, String label, List<String> properties) {
        String required = properties.stream()
                .map(property -> "n." + Cypher.quote(property))
                .collect(Collectors.joining(", ", "(", ")"));
        byName.put(
                name,
                "CREATE CONSTRAINT " + Cypher.quote(name) + " IF NOT EXISTS FOR (n:" + Cypher.quote(label)
                        + ") REQUIRE " + required + " IS UNIQUE");
    }
}
