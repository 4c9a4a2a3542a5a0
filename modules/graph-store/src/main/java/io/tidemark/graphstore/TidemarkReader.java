package io.tidemark.graphstore;

import io.tidemark.model.position.Lsn;
import io.tidemark.model.position.Watermark;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.neo4j.driver.Record;
import org.neo4j.driver.Value;

/** Reads how far a graph is; never writes. Thread-safe. */
public final class TidemarkReader {

    private static final String QUERY = """
            OPTIONAL MATCH (t:Tidemark {prefix: $prefix})
            RETURN t.lsnBytes AS lsnBytes, t.committedAt AS committedAt, t.appliedAt AS appliedAt,
              coalesce(t['filling'], []) AS filling,
              COLLECT { MATCH (h:TidemarkHold {prefix: $prefix}) RETURN coalesce(h.reason, 'no reason given') } AS holds""";

    /** Begins a statement: the prefixes of all positions, some of them repeated. */
    static final String POSITIONS = """
            CALL () {
              MATCH (t:Tidemark) RETURN t.prefix AS prefix
              UNION MATCH (w:TidemarkWatermark) RETURN split(w.topic, '.')[0] AS prefix
              UNION MATCH (h:TidemarkHold) RETURN h.prefix AS prefix
            }
            """;

    private static final String PREFIXES = POSITIONS + "RETURN DISTINCT prefix ORDER BY prefix";

    private final Graph graph;
    private final String prefix;

    TidemarkReader(Graph graph, String prefix) {
        this.graph = graph;
        this.prefix = prefix;
    }

    /**
     * What a graph's tidemark says.
     *
     * @param lsn everything that committed up to here is visible
     * @param committedAt when that was, by Postgres' clock
     * @param appliedAt when the graph was told, by Neo4j's clock
     * @param filling the tables that this does not cover yet: they are new in the mapping and being filled
     */
    public record Tidemark(Lsn lsn, Instant committedAt, Instant appliedAt, List<String> filling) {

        public Tidemark {
            filling = List.copyOf(filling);
        }

        /** One that covers all tables. */
        public Tidemark(Lsn lsn, Instant committedAt, Instant appliedAt) {
            this(lsn, committedAt, appliedAt, List.of());
        }
    }

    /**
     * Where a graph stands.
     *
     * @param tidemark empty when the graph does not say, for example because it is being filled
     * @param hold why the sink is kept waiting; empty when it is not
     */
    public record Standing(Optional<Tidemark> tidemark, Optional<String> hold) {}

    /**
     * Where the graph stands now.
     *
     * @throws io.tidemark.model.TidemarkException RETRY when Neo4j cannot be reached
     */
    public Standing standing() {
        return graph.session("reading the tidemark of " + prefix, session -> {
            Record row = session.run(QUERY, Map.of("prefix", prefix)).single();
            Optional<Tidemark> tidemark = row.get("lsnBytes").isNull()
                    ? Optional.empty()
                    : Optional.of(new Tidemark(
                            new Lsn(row.get("lsnBytes").asLong()),
                            row.get("committedAt").asOffsetDateTime().toInstant(),
                            row.get("appliedAt").asOffsetDateTime().toInstant(),
                            row.get("filling").asList(Value::asString)));
            return new Standing(
                    tidemark, row.get("holds").asList(Value::asString).stream().findFirst());
        });
    }

    /**
     * The identity of the database in Neo4j; another one after it was recreated.
     *
     * @throws io.tidemark.model.TidemarkException RETRY when Neo4j cannot be reached
     */
    public String graph() {
        return graph.session("reading the database's identity", session -> {
            return session.run("CALL db.info() YIELD id RETURN id")
                    .single()
                    .get(0)
                    .asString();
        });
    }

    /**
     * How far the graph is in each partition of the pipeline's topics, the progress topic among them.
     *
     * @throws io.tidemark.model.TidemarkException RETRY when Neo4j cannot be reached
     */
    public List<Watermark> watermarks() {
        return graph.session("reading the watermarks of " + prefix, session -> {
            return session.run(WatermarkStatements.LOAD_PIPELINE, Map.of("start", prefix + "."))
                    .list(WatermarkStatements::watermark);
        });
    }

    /**
     * The other pipelines that have left positions in this graph, sorted.
     *
     * @throws io.tidemark.model.TidemarkException RETRY when Neo4j cannot be reached
     */
    public List<OtherPositions> others() {
        return graph.session("reading the positions of others", session -> {
            return session.run(OtherPositions.ALL, Map.of("prefix", prefix))
                    .list(row -> new OtherPositions(
                            row.get("prefix").asString(),
                            row.get("moving").asBoolean(),
                            row.get("held").asBoolean()));
        });
    }

    /**
     * The prefixes of all pipelines that have left positions in this graph, sorted.
     *
     * @throws io.tidemark.model.TidemarkException RETRY when Neo4j cannot be reached
     */
    public List<String> prefixes() {
        return graph.session("reading the positions", session -> {
            return session.run(PREFIXES).list(row -> row.get(0).asString());
        });
    }
}
