package io.tidemark.graphstore;

import java.util.Optional;
import org.neo4j.driver.Record;
import org.neo4j.driver.Transaction;
import org.neo4j.driver.exceptions.ClientException;

/** The server behind a graph. Thread-safe. */
public final class GraphServer {

    private static final String COMPONENTS =
            "CALL dbms.components() YIELD name, versions, edition WHERE name = 'Neo4j Kernel'"
                    + " RETURN versions[0] AS version, edition";

    /** A node without a label, so that no name is added to the database's; it goes again at once. */
    private static final String PROBE = "CREATE (n) DELETE n";

    private final Graph graph;

    GraphServer(Graph graph) {
        this.graph = graph;
    }

    /**
     * What the server says of itself.
     *
     * @param version for example {@code 5.26.30}
     * @param edition {@code community} or {@code enterprise}
     */
    public record Version(String version, String edition) {}

    /**
     * Reads its version.
     *
     * @throws io.tidemark.model.TidemarkException RETRY when Neo4j cannot be reached
     */
    public Version version() {
        return graph.session("reading Neo4j's version", session -> {
            Record row = session.run(COMPONENTS).single();
            return new Version(
                    row.get("version").asString("unknown"), row.get("edition").asString("unknown"));
        });
    }

    /**
     * Why this user may not write; empty when it may. Found out in a transaction that is rolled back: nothing is
     * committed.
     *
     * @throws io.tidemark.model.TidemarkException RETRY when Neo4j cannot be reached
     */
    public Optional<String> refusesWrites() {
        return graph.session("trying to write", session -> {
            try (Transaction transaction = session.beginTransaction()) {
                transaction.run(PROBE).consume();
                transaction.rollback();
                return Optional.empty();
            } catch (ClientException refused) {
                return Optional.of(String.valueOf(refused.code()));
            }
        });
    }
}
