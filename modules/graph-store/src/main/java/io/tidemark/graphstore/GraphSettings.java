package io.tidemark.graphstore;

import io.tidemark.model.Problem;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Config;
import org.neo4j.driver.Config.TrustStrategy;
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
 * @param trustedCertificates a PEM file with the certificates of the authorities that may vouch for the server, for {@code bolt+s} and
 *     {@code neo4j+s}; null for those the JVM trusts
 */
public record GraphSettings(
        String uri, String user, String password, @Nullable Path trustedCertificates) {

    private static final long CONNECT_SECONDS = 10;

    /** With the authorities that the JVM trusts. */
    public GraphSettings(String uri, String user, String password) {
        this(uri, user, password, null);
    }

    /**
     * Opens the graph and makes sure that Neo4j accepts the credentials. The caller closes it.
     *
     * @throws TidemarkException RETRY when the server cannot be reached, USAGE when the address or the credentials are
     *     wrong
     */
    public Graph connect() {
        return connect(new GraphPool());
    }

    /**
     * The same.
     *
     * @param pool counts the connections
     */
    public Graph connect(GraphPool pool) {
        Driver driver = open(pool);
        try {
            driver.verifyConnectivity();
            return new Graph(driver);
        } catch (Neo4jException failure) {
            driver.close();
            throw GraphFailure.ofLogin(failure, "opening Neo4j at " + uri);
        }
    }

    private Driver open(GraphPool pool) {
        Config.ConfigBuilder config = Config.builder()
                .withUserAgent("tidemark")
                .withTelemetryDisabled(true)
                .withMinimumNotificationSeverity(NotificationSeverity.OFF)
                .withConnectionTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
                .withObservationProvider(pool.observer());
        String address = uri;
        if (trustedCertificates != null) {
            requireUsable(trustedCertificates);
            // the driver takes one or the other: the scheme's own trust, or this
            address = uri.replaceFirst("\\+s://", "://");
            config.withEncryption()
                    .withTrustStrategy(TrustStrategy.trustCustomCertificateSignedBy(trustedCertificates.toFile()));
        }
        try {
            return GraphDatabase.driver(
                    address, user.isEmpty() ? AuthTokens.none() : AuthTokens.basic(user, password), config.build());
        } catch (IllegalArgumentException | Neo4jException failure) {
            throw new TidemarkException(
                    Category.USAGE,
                    new Problem(
                            "'" + uri + "' is no address of a Neo4j server",
                            "write it as bolt://localhost:7687 or neo4j+s://host:7687"),
                    failure);
        }
    }

    private void requireUsable(Path certificates) {
        if (!uri.contains("+s://")) {
            throw new TidemarkException(
                    Category.USAGE,
                    new Problem(
                            "NEO4J_TRUSTED_CERTIFICATES is set, but '" + uri + "' asks for no checked certificate",
                            "write NEO4J_URI as bolt+s:// or neo4j+s://"),
                    null);
        }
        if (!Files.isReadable(certificates)) {
            throw new TidemarkException(
                    Category.USAGE,
                    new Problem(
                            "NEO4J_TRUSTED_CERTIFICATES names " + certificates + ", which cannot be read",
                            "give a PEM file with the authorities' certificates"),
                    null);
        }
    }

    @Override
    public String toString() {
        return uri + " as " + (user.isEmpty() ? "nobody" : user + ", password ***");
    }
}
