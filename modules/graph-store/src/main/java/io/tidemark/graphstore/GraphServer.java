package io.tidemark.graphstore;

import java.util.Optional;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Record;
import org.neo4j.driver.Session;
import org.neo4j.driver.Transaction;
import org.neo4j.driver.exceptions.ClientException;
import org.neo4j.driver.exceptions.Neo4jException;

/**
 * The server behind a driver.
 *
 * @param version for example {@code 5.26.30}
 * @param edition {@code community} or {@code enterprise}
 */
public record GraphServer(String version, String edition) {

    private static final String COMPONENTS =
            "CALL dbms.components() YIELD name, versions, edition WHERE name = 'Neo4j Kernel'"
                    + " RETURN versions[0] AS version, edition";

    /** A node without a label, so that no name is added to the database's; it goes again at once. */
    private static final String PROBE = "CREATE (n) DELETE n";

    /**
     * Asks the server.
     *
     * @throws io.tidemark.model.TidemarkException RETRY when Neo4j cannot be reached
     */
    public static GraphServer of(Driver driver) {
        try (Session session = driver.session()) {
            Record row = session.run(COMPONENTS).single();
            return new GraphServer(
                    row.get("version").asString("unknown"), row.get("edition").asString("unknown"));
        } catch (Neo4jException failure) {
            throw GraphFailure.of(failure, "reading Neo4j's version");
        }
    }

    /**
     * Why this user may not write; empty when it may. Found out in a transaction that is rolled back: nothing is
     * committed.
     *
     * @throws io.tidemark.model.TidemarkException RETRY when Neo4j cannot be reached
     */
    public static Optional<String> refusesWrites(Driver driver) {
        try (Session session = driver.session();
                Transaction transaction = session.beginTransaction()) {
            transaction.run(PROBE).consume();
            transaction.rollback();
            return Optional.empty();
        } catch (ClientException refused) {
            return Optional.of(String.valueOf(refused.code()));
        } catch (Neo4jException failure) {
            throw GraphFailure.of(failure, "trying to write");
        }
    }
}
