package io.tidemark.lab.bench;

import io.tidemark.lab.pipeline.Wait;
import io.tidemark.postgres.Connections;
import io.tidemark.postgres.DatabaseUrl;
import io.tidemark.postgres.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.LongSupplier;

/** Small things done to the source between the stages. */
final class SourceProbe {

    private final DatabaseUrl url;

    SourceProbe(DatabaseUrl url) {
        this.url = url;
    }

    /**
     * Commits a user and, once it has come out, its deletion. When that has come out too, what was started is past its
     * snapshot and streams, whether the snapshot saw the user or not. The tables are empty.
     *
     * @return the changes this made
     */
    int pass(Wait wait, LongSupplier count) throws SQLException, InterruptedException {
        execute("insert into users (id, username) values ('ffffffff-ffff-ffff-ffff-ffffffffffff', 'probe')");
        wait.until(count, 1);
        execute("delete from users where username = 'probe'");
        wait.until(count, 2);
        return 2;
    }

    /** Brings forward what Postgres would otherwise do during the next stage. Slots that nobody reads go. */
    void settle() throws SQLException {
        execute(
                "select pg_drop_replication_slot(slot_name) from pg_replication_slots where not active",
                "vacuum analyze",
                "checkpoint");
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = Connections.openAsApplication(url)) {
            for (String sql : statements) {
                Query.execute(connection, sql);
            }
        }
    }
}
