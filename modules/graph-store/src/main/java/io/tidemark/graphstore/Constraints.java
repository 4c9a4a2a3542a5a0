package io.tidemark.graphstore;

import io.tidemark.model.Problem;
import io.tidemark.model.mapping.EdgeMapping;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.model.mapping.NodeMapping;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.neo4j.driver.Record;
import org.neo4j.driver.Session;
import org.neo4j.driver.Value;
import org.neo4j.driver.summary.SummaryCounters;

/**
 * The uniqueness constraints that the sink's statements rest on: the reference label and the label of every node table
 * on its key, the type of every edge table that has a key of its own on that key, one watermark per topic partition, one tidemark and one hold per pipeline. Community edition has all of them. Thread-safe.
 */
public final class Constraints {

    private static final int ONLINE_SECONDS = 600;

    /** By name, in order. */
    private final Map<String, Unique> constraints;

    private final Graph graph;

    /**
     * What a constraint says, whatever its name.
     *
     * @param relationships whether it is on the relationships of a type, not on the nodes of a label
     * @param label the label or type
     */
    private record Unique(boolean relationships, String label, List<String> properties) {

        static Unique ofNodes(String label, List<String> properties) {
            return new Unique(false, label, properties);
        }

        String statement(String name) {
            String required = properties.stream()
                    .map(property -> "n." + Cypher.quote(property))
                    .collect(Collectors.joining(", ", "(", ")"));
            String quoted = Cypher.quote(label);
            return "CREATE CONSTRAINT " + Cypher.quote(name) + " IF NOT EXISTS FOR "
                    + (relationships ? "()-[n:" + quoted + "]-()" : "(n:" + quoted + ")") + " REQUIRE " + required
                    + " IS UNIQUE";
        }
    }

    Constraints(Graph graph, Mapping mapping) {
        this.graph = graph;
        this.constraints = needed(mapping);
    }

    private static Map<String, Unique> needed(Mapping mapping) {
        Map<String, Unique> constraints = new LinkedHashMap<>();
        for (NodeMapping node : mapping.nodes()) {
            for (String label : List.of(node.referenceLabel(), node.label())) {
                constraints.put(nameOf(label, node.key()), Unique.ofNodes(label, node.key()));
            }
        }
        for (EdgeMapping edge : mapping.edges()) {
            if (!edge.identifiedByEnds()) {
                edge.types()
                        .forEach(type ->
                                constraints.put(nameOf(type, edge.key(), true), new Unique(true, type, edge.key())));
            }
        }
        constraints.put("tidemark_watermark", Unique.ofNodes("TidemarkWatermark", List.of("topic", "partition")));
        constraints.put("tidemark_tidemark", Unique.ofNodes("Tidemark", List.of("prefix")));
        constraints.put("tidemark_hold", Unique.ofNodes("TidemarkHold", List.of("prefix")));
        return constraints;
    }

    /** The name of the constraint on the label of a node table. */
    public static String name(NodeMapping node) {
        return nameOf(node.label(), node.key());
    }

    /** The Cypher, in order; each does nothing where the constraint is there already. Pure. */
    public static List<String> statements(Mapping mapping) {
        return needed(mapping).entrySet().stream()
                .map(entry -> entry.getValue().statement(entry.getKey()))
                .toList();
    }

    /** The Cypher that makes one of them. Pure. */
    public String statement(String name) {
        return Objects.requireNonNull(constraints.get(name), name).statement(name);
    }

    /**
     * Makes what is missing and waits until all indexes are online (at most 10 minutes).
     *
     * @return by constraint name: true when it was made, false when it (or one that says the same) was there
     * @throws io.tidemark.model.TidemarkException RETRY when Neo4j cannot be reached, FATAL when what the graph holds
     *     already contradicts a constraint
     */
    public Map<String, Boolean> create() {
        return createAllBut(Set.of());
    }

    /**
     * The same, without those that cannot be made yet.
     *
     * @param left their names
     */
    public Map<String, Boolean> createAllBut(Set<String> left) {
        Map<String, Boolean> made = new LinkedHashMap<>();
        return graph.session("waiting for indexes", session -> {
            constraints.forEach((name, constraint) -> {
                if (!left.contains(name)) {
                    made.put(
                            name,
                            GraphFailure.named("creating constraint " + name, () -> create(session, name, constraint)));
                }
            });
            session.run("CALL db.awaitIndexes($seconds)", Map.of("seconds", ONLINE_SECONDS))
                    .consume();
            return made;
        });
    }

    private static boolean create(Session session, String name, Unique constraint) {
        SummaryCounters counters =
                session.run(constraint.statement(name)).consume().counters();
        return counters.constraintsAdded() > 0;
    }

    /**
     * The names of those that the graph has neither under these names nor under others.
     *
     * @throws io.tidemark.model.TidemarkException RETRY when Neo4j cannot be reached
     */
    public List<String> missing() {
        return graph.session("reading the constraints", session -> {
            Set<Unique> there = session
                    .run("SHOW CONSTRAINTS YIELD type, entityType, labelsOrTypes, properties"
                            + " WHERE type ENDS WITH 'UNIQUENESS' OR type ENDS WITH '_KEY'"
                            + " RETURN entityType, labelsOrTypes[0] AS label, properties")
                    .stream()
                    .map(Constraints::unique)
                    .collect(Collectors.toSet());
            return constraints.entrySet().stream()
                    .filter(constraint -> !there.contains(constraint.getValue()))
                    .map(Map.Entry::getKey)
                    .toList();
        });
    }

    /**
     * What keeps constraints from being made whatever the nodes are: an index of the application's own in their place.
     *
     * @return by the name of the constraint, in order
     * @throws io.tidemark.model.TidemarkException RETRY when Neo4j cannot be reached
     */
    public Map<String, Problem> problems() {
        return graph.session("reading the indexes", session -> {
            Map<Unique, String> indexes = session
                    .run("SHOW INDEXES YIELD name, type, entityType, labelsOrTypes, properties, owningConstraint"
                            + " WHERE type = 'RANGE' AND owningConstraint IS NULL"
                            + " RETURN name, entityType, labelsOrTypes[0] AS label, properties")
                    .stream()
                    .collect(Collectors.toMap(
                            Constraints::unique, row -> row.get("name").asString()));
            Map<String, Problem> problems = new LinkedHashMap<>();
            constraints.forEach((name, constraint) -> {
                String index = indexes.get(constraint);
                if (index != null) {
                    problems.put(name, problem(name, constraint, index));
                }
            });
            return problems;
        });
    }

    private static Unique unique(Record row) {
        return new Unique(
                row.get("entityType").asString().equals("RELATIONSHIP"),
                row.get("label").asString(),
                row.get("properties").asList(Value::asString));
    }

    private static Problem problem(String name, Unique constraint, String index) {
        return new Problem(
                "index " + index + " on " + constraint.label() + " is in the place of constraint " + name
                        + ", which has an index of its own",
                "DROP INDEX " + Cypher.quote(index)
                        + ", and run this again at once: until then Neo4j looks nodes up slowly");
    }

    /** The names of all that the mapping needs, in order. */
    public Set<String> names() {
        return constraints.keySet();
    }

    /**
     * The constraints that bear a name as Tidemark gives it, also those of labels that are not in the mapping; what a database had before,
     * under other names, is not among them.
     *
     * @return by name, in order: whether the mapping needs it
     * @throws io.tidemark.model.TidemarkException RETRY when Neo4j cannot be reached
     */
    public Map<String, Boolean> made() {
        return graph.session("reading the constraints", session -> {
            Map<String, Boolean> made = new LinkedHashMap<>();
            session.run("SHOW CONSTRAINTS YIELD name, entityType, labelsOrTypes, properties"
                            + " WHERE name STARTS WITH 'tidemark_'"
                            + " RETURN name, entityType, labelsOrTypes[0] AS label, properties ORDER BY name")
                    .forEachRemaining(row -> {
                        String name = row.get("name").asString();
                        Unique unique = unique(row);
                        String ofLabel = nameOf(unique.label(), unique.properties(), unique.relationships());
                        if (constraints.containsKey(name) || name.equals(ofLabel)) {
                            made.put(name, constraints.containsKey(name));
                        }
                    });
            return made;
        });
    }

    /**
     * Drops a constraint; nothing happens where there is none of this name.
     *
     * @throws io.tidemark.model.TidemarkException RETRY when Neo4j cannot be reached
     */
    public void drop(String name) {
        graph.session(
                "dropping constraint " + name,
                session -> session.run(dropStatement(name)).consume());
    }

    /** The statement that does that. */
    public static String dropStatement(String name) {
        return "DROP CONSTRAINT " + Cypher.quote(name) + " IF EXISTS";
    }

    /** The name that Tidemark gives to the constraint of a label. */
    public static String nameOf(String label, List<String> key) {
        return nameOf(label, key, false);
    }

    private static String nameOf(String name, List<String> key, boolean relationships) {
        return (relationships ? "tidemark_relationship_" : "tidemark_") + name + "_" + String.join("_", key);
    }
}
