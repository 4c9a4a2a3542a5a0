package io.tidemark.connector;

import io.debezium.jdbc.JdbcConfiguration;
import io.debezium.jdbc.JdbcConnection;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * A connection that runs {@code database.initial.statements}. Stands where Debezium's connection that reads the log extends {@link
 * JdbcConnection} and leaves them out; so the log's texts are written in the style and zone of every other session. Without them the zone is
 * the JVM's: the driver sends it, and no option of the session can say otherwise.
 */
public class PinnedConnection extends JdbcConnection {

    /** As Debezium makes it. */
    public PinnedConnection(
            JdbcConfiguration config, ConnectionFactory factory, String openingQuote, String closingQuote) {
        super(config, factory, openingQuote, closingQuote);
    }

    @Override
    public synchronized Connection connection(boolean executeOnConnect) throws SQLException {
        return super.connection(true);
    }

    @Override
    public PinnedConnection connect() throws SQLException {
        super.connect();
        return this;
    }

    @Override
    public PinnedConnection query(String query, ResultSetConsumer resultConsumer) throws SQLException {
        super.query(query, resultConsumer);
        return this;
    }
}
