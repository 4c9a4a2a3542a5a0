package io.tidemark.graphstore;

import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.util.concurrent.TimeUnit;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Config;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.NotificationSeverity;
import org.neo4j.driver.exceptions.Neo4jException;

/**
 * Where Neo4j is.
 *
 * @param uri {@code bolt}, {@code bolt+s}, {@code bolt+ssc}, {@code neo4j}, {@code neo4j+s} or {@code neo4j+ssc}, then
 *     {@code ://host:port}
 * @param user the user; empty for a server without authentication
 * @param password a secret: never printed
 */
public record GraphSettings(String uri, String user, String password) {

    private static final long CONNECT_SECONDS = 10;

    /**
     * Opens a driver and makes sure that it is let in. The caller closes it. The driver is thread-safe.
     *
     * @throws TidemarkException RETRY when the server cannot be reached, USAGE when the address or the credentials are
     *     wrong
     */
    public Driver connect() {
        return connect(new GraphPool());
    }

    /**
     * The same.
     *
     * @param pool counts the driver's connections
     */
    public Driver connect(GraphPool pool) {
        Driver driver = open(pool);
        try {
            driver.verifyConnectivity();
            return driver;
        } catch (Neo4jException failure) {
            driver.close();
            throw GraphFailure.of(failure, "opening Neo4j at " + uri);
        }
    }

    private Driver open(GraphPool pool) {
        Config config = Config.builder()
                .withUserAgent("tidemark")
                .withTelemetryDisabled(true)
                .withMinimumNotificationSeverity(NotificationSeverity.OFF)
                .withConnectionTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
                .withObservationProvider(pool.observer())
                .build();
        try {
            return GraphDatabase.driver(
                    uri, user.isEmpty() ? AuthTokens.none() : AuthTokens.basic(user, password), config);
        } catch (IllegalArgumentException | Neo4jException failure) {
            throw new TidemarkException(
                    Category.USAGE,
                    "'" + uri + "' is no address of a Neo4j server: write it as bolt://localhost:7687 or"
                            + " neo4j+s://host:7687",
                    failure);
        }
    }

    @Override
    public String toString() {
        return uri + " as " + (user.isEmpty() ? "nobody" : user + ", password ***");
    }
}
