package io.tidemark.graphstore;

import io.tidemark.model.Problem;
import io.tidemark.model.mapping.EdgeMapping;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.model.mapping.VectorIndex;
import io.tidemark.model.mapping.VectorIndex.Similarity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.neo4j.driver.Record;

/** The vector indexes that a mapping asks for, on labels and on types. Community edition has them. Thread-safe. */
public final class VectorIndexes {

    private static final String ALL = "SHOW VECTOR INDEXES YIELD name, entityType, labelsOrTypes, properties, options"
            + " WHERE size(labelsOrTypes) = 1 AND size(properties) = 1"
            + " RETURN name, entityType, labelsOrTypes[0] AS label, properties[0] AS property, options.indexConfig AS config"
            + " ORDER BY name";

    private final Graph graph;
    private final Mapping mapping;

    /**
     * What an index is on.
     *
     * @param relationships whether on the relationships of a type, not on the nodes of a label
     */
    private record Place(boolean relationships, String label, String property) {

        String name() {
            return (relationships ? "tidemark_relationship_vector_" : "tidemark_vector_") + label + "_" + property;
        }

        String statement(VectorIndex index) {
            String quoted = Cypher.quote(label);
            return "CREATE VECTOR INDEX " + Cypher.quote(name()) + " IF NOT EXISTS FOR "
                    + (relationships ? "()-[n:" + quoted + "]-()" : "(n:" + quoted + ")") + " ON (n."
                    + Cypher.quote(property) + ") OPTIONS { indexConfig: { `vector.dimensions`: " + index.dimensions()
                    + ", `vector.similarity_function`: '" + index.similarity().text() + "' } }";
        }
    }

    private record Found(String name, Place place, VectorIndex index) {

        static Found of(Record row) {
            Map<String, Object> config = row.get("config").asMap();
            Object dimensions = config.get("vector.dimensions");
            return new Found(
                    row.get("name").asString(),
                    new Place(
                            row.get("entityType").asString().equals("RELATIONSHIP"),
                            row.get("label").asString(),
                            row.get("property").asString()),
                    new VectorIndex(
                            dimensions instanceof Number number ? number.intValue() : 1,
                            Similarity.of(String.valueOf(config.get("vector.similarity_function")))));
        }
    }

    VectorIndexes(Graph graph, Mapping mapping) {
        this.graph = graph;
        this.mapping = mapping;
    }

    private static Map<Place, VectorIndex> needed(Mapping mapping) {
        Map<Place, VectorIndex> needed = new LinkedHashMap<>();
        for (ElementMapping element : mapping.elements()) {
            element.values().stream()
                    .filter(value -> value.vector() != null)
                    .forEach(value -> names(element)
                            .forEach(name -> needed.put(
                                    new Place(element instanceof EdgeMapping, name, value.name()),
                                    Objects.requireNonNull(value.vector()))));
        }
        return needed;
    }

    private static List<String> names(ElementMapping element) {
        return element instanceof EdgeMapping edge ? edge.types() : List.of(element.graphName());
    }

    /** The Cypher, in order; each does nothing where such an index is there already. Pure. */
    public static List<String> statements(Mapping mapping) {
        List<String> statements = new ArrayList<>();
        needed(mapping).forEach((place, index) -> statements.add(place.statement(index)));
        return statements;
    }

    /**
     * Makes what is missing; Neo4j fills it on its own.
     *
     * @return by name: true when it was made, false when it (or one that is the same) was there
     * @throws io.tidemark.model.TidemarkException RETRY when Neo4j cannot be reached
     */
    public Map<String, Boolean> create() {
        Map<Place, VectorIndex> needed = needed(mapping);
        Map<String, Boolean> made = new LinkedHashMap<>();
        if (!needed.isEmpty()) {
            graph.session("creating vector indexes", session -> {
                needed.forEach((place, index) -> made.put(
                        place.name(),
                        session.run(place.statement(index)).consume().counters().indexesAdded() > 0));
                return made;
            });
        }
        return made;
    }

    /**
     * The Cypher of those that {@link #create} would make.
     *
     * @throws io.tidemark.model.TidemarkException RETRY when Neo4j cannot be reached
     */
    public List<String> missing() {
        Map<Place, VectorIndex> missing = needed(mapping);
        if (!missing.isEmpty()) {
            found().forEach(found -> missing.remove(found.place()));
        }
        return missing.entrySet().stream()
                .map(index -> index.getKey().statement(index.getValue()))
                .toList();
    }

    /**
     * Those that are there with other options than the mapping's: Neo4j would leave them so.
     *
     * @throws io.tidemark.model.TidemarkException RETRY when Neo4j cannot be reached
     */
    public List<Problem> problems() {
        Map<Place, VectorIndex> needed = needed(mapping);
        if (needed.isEmpty()) {
            return List.of();
        }
        return found().stream()
                .flatMap(found -> Stream.ofNullable(needed.get(found.place()))
                        .filter(index -> !index.equals(found.index()))
                        .map(index -> problem(found, index)))
                .toList();
    }

    private static Problem problem(Found found, VectorIndex index) {
        return new Problem(
                "vector index " + found.name() + " has " + text(found.index()) + ", and the mapping " + text(index),
                dropStatement(found.name()) + ", and run this again, or correct the mapping");
    }

    private static String text(VectorIndex index) {
        return index.dimensions() + " dimensions and similarity "
                + index.similarity().text();
    }

    private List<Found> found() {
        return graph.session(
                "reading the vector indexes", session -> session.run(ALL).list(Found::of));
    }

    /** The names of all that the mapping needs, in order. */
    public List<String> names() {
        return needed(mapping).keySet().stream().map(Place::name).toList();
    }

    /**
     * The indexes that bear a name as Tidemark gives it, also those that are not in the mapping.
     *
     * @return by name, in order: whether the mapping needs it
     * @throws io.tidemark.model.TidemarkException RETRY when Neo4j cannot be reached
     */
    public Map<String, Boolean> made() {
        List<String> needed = names();
        Map<String, Boolean> made = new LinkedHashMap<>();
        found().stream()
                .filter(found -> found.name().equals(found.place().name()))
                .forEach(found -> made.put(found.name(), needed.contains(found.name())));
        return made;
    }

    /**
     * Drops an index; nothing happens where there is none of this name.
     *
     * @throws io.tidemark.model.TidemarkException RETRY when Neo4j cannot be reached
     */
    public void drop(String name) {
        graph.session(
                "dropping vector index " + name,
                session -> session.run(dropStatement(name)).consume());
    }

    /** The statement that does that. */
    public static String dropStatement(String name) {
        return "DROP INDEX " + Cypher.quote(name) + " IF EXISTS";
    }
}
