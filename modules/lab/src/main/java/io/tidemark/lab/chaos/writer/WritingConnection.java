package io.tidemark.lab.chaos.writer;

import io.tidemark.model.TidemarkException;
import io.tidemark.postgres.Connections;
import io.tidemark.postgres.DatabaseUrl;
import io.tidemark.postgres.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A connection that comes back after Postgres did. For one thread. */
final class WritingConnection implements AutoCloseable {

    private static final long TRY_EVERY_MILLIS = 300;
    private static final String FAILED_CONNECTION = "08";
    private static final String SHUT_DOWN = "57P";

    private final DatabaseUrl database;
    private @Nullable Connection connection;

    WritingConnection(DatabaseUrl database) {
        this.database = database;
    }

    /** The connection; waits for Postgres as long as it takes. */
    Connection get() throws InterruptedException {
        Connection current = connection;
        while (current == null) {
            try {
                current = Connections.openAsApplication(database);
                Query.execute(current, "set lock_timeout = '5s'");
                Query.execute(current, "set statement_timeout = '60s'");
                current.setAutoCommit(false);
                connection = current;
            } catch (SQLException | TidemarkException e) {
                current = null;
                TimeUnit.MILLISECONDS.sleep(TRY_EVERY_MILLIS);
            }
        }
        return current;
    }

    /** Rolls back after a failure; drops the connection if that is what failed. */
    void recover(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        Connection current = connection;
        if (current == null) {
            return;
        }
        try {
            if (!state.startsWith(FAILED_CONNECTION) && !state.startsWith(SHUT_DOWN)) {
                current.rollback();
                return;
            }
        } catch (SQLException e) {
            // gone, then
        }
        close();
    }

    @Override
    public void close() {
        Connection current = connection;
        connection = null;
        if (current != null) {
            try {
                current.close();
            } catch (SQLException e) {
                // it is gone either way
            }
        }
    }
}
