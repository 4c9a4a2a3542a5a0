package io.tidemark.graphstore;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonFormat.Feature;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.mapping.EdgeMapping;
import io.tidemark.model.mapping.EndMapping;
import io.tidemark.model.mapping.ForeignKeyEdge;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.model.mapping.NamesByColumn;
import io.tidemark.model.mapping.NodeMapping;
import io.tidemark.model.mapping.PropertyMapping;
import io.tidemark.model.mapping.VectorIndex;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.neo4j.driver.Record;

/**
 * The mappings that a pipeline has written a graph with since it was last cleared, one node each. Elements that were taken out of the
 * mapping since are still in the graph, and only this tells that Tidemark made them. Thread-safe.
 */
public final class WrittenMappings {

    private static final String ADD_EARLIER = "MERGE (m:TidemarkMapping {prefix: $prefix, mapping: $mapping})";
    private static final String ADD = ADD_EARLIER + " SET m.usedAt = datetime()";
    private static final String NEWEST = "MATCH (m:TidemarkMapping {prefix: $prefix})"
            + " RETURN m.mapping AS mapping, m['usedAt'] AS usedAt ORDER BY coalesce(usedAt, datetime({epochMillis: 0})) DESC";
    private static final String ALL =
            "MATCH (m:TidemarkMapping {prefix: $prefix}) RETURN DISTINCT m.mapping AS mapping";
    private static final String FORGET = "MATCH (m:TidemarkMapping {prefix: $prefix}) DELETE m";

    private static final ObjectMapper JSON = new ObjectMapper()
            .addMixIn(EdgeMapping.class, IfAny.class)
            .addMixIn(NodeMapping.class, IfAny.class)
            .addMixIn(PropertyMapping.class, IfAny.class)
            .addMixIn(EndMapping.class, OneOrSeveral.class);

    private final Graph graph;
    private final String prefix;

    /** Version 0.2.0 reads mappings without these, and refuses those that have one. */
    @SuppressWarnings("UnusedMethod") // Jackson reads their annotations
    private interface IfAny {

        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        @JsonFormat(with = {Feature.WRITE_SINGLE_ELEM_ARRAYS_UNWRAPPED, Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY})
        List<String> key();

        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        Map<String, List<String>> presentWhen();

        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<ForeignKeyEdge> edges();

        @JsonInclude(JsonInclude.Include.NON_NULL)
        NamesByColumn typeByColumn();

        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<String> labels();

        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<NamesByColumn> labelsByColumn();

        @JsonInclude(JsonInclude.Include.NON_DEFAULT)
        boolean text();

        @JsonInclude(JsonInclude.Include.NON_NULL)
        VectorIndex vector();
    }

    /** One column is written as it always was. */
    @SuppressWarnings("UnusedMethod") // Jackson reads their annotations
    private interface OneOrSeveral {

        @JsonProperty("column")
        @JsonFormat(with = {Feature.WRITE_SINGLE_ELEM_ARRAYS_UNWRAPPED, Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY})
        List<String> columns();
    }

    WrittenMappings(Graph graph, String prefix) {
        this.graph = graph;
        this.prefix = prefix;
    }

    /**
     * Notes a mapping before it is written with, and when: the one that was noted last is the one that a sink writes with now.
     *
     * @throws TidemarkException RETRY when Neo4j cannot be reached
     */
    public void add(Mapping mapping) {
        run(ADD, Map.of("prefix", prefix, "mapping", text(mapping)));
    }

    /**
     * Notes a mapping that something else has written the graph with before, another pipeline for example; no sink writes with it now.
     *
     * @throws TidemarkException RETRY when Neo4j cannot be reached
     */
    public void addEarlier(Mapping mapping) {
        run(ADD_EARLIER, Map.of("prefix", prefix, "mapping", text(mapping)));
    }

    /**
     * All of them, in no order; empty after a clear, and in a graph that only versions before 0.2 have written.
     *
     * @throws TidemarkException RETRY when Neo4j cannot be reached, FATAL when a later version has noted one
     */
    public List<Mapping> all() {
        return graph.session("reading the mappings of " + prefix, session -> {
            return session.run(ALL, Map.of("prefix", prefix))
                    .list(row -> mapping(row.get("mapping").asString()));
        });
    }

    /**
     * The one that was noted last. Empty where there is none, where versions before have noted several, which said nothing of when, and
     * where a later version has noted it, which only that one can read.
     *
     * @throws TidemarkException RETRY when Neo4j cannot be reached
     */
    public Optional<Mapping> newest() {
        return graph.session("reading the newest mapping of " + prefix, session -> {
            List<Record> noted = session.run(NEWEST, Map.of("prefix", prefix)).list();
            return noted.stream()
                    .findFirst()
                    .filter(row -> noted.size() == 1 || !row.get("usedAt").isNull())
                    .flatMap(row -> readable(row.get("mapping").asString()));
        });
    }

    /**
     * Forgets them, for the graph has none of their elements any more.
     *
     * @throws TidemarkException RETRY when Neo4j cannot be reached
     */
    public void forget() {
        run(FORGET, Map.of("prefix", prefix));
    }

    private void run(String cypher, Map<String, Object> parameters) {
        graph.session("noting the mapping of " + prefix, session -> {
            return session.executeWrite(
                    transaction -> transaction.run(cypher, parameters).consume());
        });
    }

    private static Optional<Mapping> readable(String text) {
        try {
            return Optional.of(mapping(text));
        } catch (TidemarkException ofLaterVersion) {
            return Optional.empty();
        }
    }

    static String text(Mapping mapping) {
        try {
            return JSON.writeValueAsString(mapping);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a mapping consists of texts", e);
        }
    }

    static Mapping mapping(String text) {
        try {
            return JSON.readValue(text, Mapping.class);
        } catch (JsonProcessingException e) {
            throw new TidemarkException(
                    Category.FATAL,
                    "a (:TidemarkMapping) in the graph cannot be read (" + e.getOriginalMessage()
                            + "): a later version of Tidemark wrote it; use that one",
                    e);
        }
    }
}
