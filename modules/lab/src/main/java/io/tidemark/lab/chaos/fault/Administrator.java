package io.tidemark.lab.chaos.fault;

import io.tidemark.devstack.DevstackException;
import io.tidemark.model.TableName;
import io.tidemark.model.TidemarkException;
import io.tidemark.postgres.Connections;
import io.tidemark.postgres.DatabaseUrl;
import io.tidemark.postgres.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Random;

/**
 * The database's administrator, who knows nothing of Tidemark: what a DBA does to a live database and must neither lose a change nor
 * stop the capture. {@link #restore} undoes all of it.
 */
public final class Administrator {

    /** Longer than a writer of the chaos run keeps its transaction open, on a slow machine too. */
    private static final int LOCK_SECONDS = 90;

    /** Such as are meant for the application's sessions; Tidemark's own must not depend on them. */
    private static final List<String> SETTINGS = List.of(
            "statement_timeout = '2s'",
            "lock_timeout = '1s'",
            "idle_session_timeout = '3s'",
            "intervalstyle = 'sql_standard'",
            "bytea_output = 'escape'",
            "extra_float_digits = 0");

    private final DatabaseUrl database;
    private final String publication;
    private final String slot;
    private final List<TableName> tables;

    /**
     * Prepares; nothing is done yet.
     *
     * @param publication the capture's
     * @param slot the capture's, whose session is ended so that the next one begins with the changed settings
     */
    public Administrator(DatabaseUrl database, String publication, String slot, Collection<TableName> tables) {
        this.database = database;
        this.publication = publication;
        this.slot = slot;
        this.tables = List.copyOf(tables);
    }

    void changeSettings() {
        run(connection -> {
            for (String setting : SETTINGS) {
                Query.execute(connection, "alter database " + database.database() + " set " + setting);
            }
            Query.execute(
                    connection,
                    "select pg_terminate_backend(active_pid) from pg_replication_slots where slot_name = ?"
                            + " and active_pid is not null",
                    slot);
        });
    }

    /** The old keys in the log hold all columns meanwhile. */
    void changeIdentity(Random random) {
        String table = any(random);
        run(connection -> Query.execute(connection, "alter table " + table + " replica identity full"));
    }

    /** Adds a table that no mapping names to the publication, with rows; {@link #restore} takes it out. */
    void changePublication() {
        run(connection -> {
            Query.execute(connection, "create table if not exists public.app_notes (body text)");
            Query.execute(connection, "alter publication \"" + publication + "\" add table public.app_notes");
            Query.execute(
                    connection, "insert into public.app_notes select 'note ' || i from generate_series(1, 100) i");
        });
    }

    /** Gives a table another file. */
    void rewriteTable(Random random) {
        String table = any(random);
        run(connection -> Query.execute(connection, "vacuum full " + table));
    }

    /** Undoes everything that was done. */
    void restore() {
        run(connection -> {
            Query.execute(connection, "alter database " + database.database() + " reset all");
            Query.execute(connection, "drop table if exists public.app_notes");
            for (TableName table : tables) {
                Query.execute(connection, "alter table " + table + " replica identity default");
            }
        });
    }

    private String any(Random random) {
        return tables.get(random.nextInt(tables.size())).toString();
    }

    private interface Work {
        void on(Connection connection) throws SQLException;
    }

    private void run(Work work) {
        try (Connection connection = Connections.open(database)) {
            Query.execute(connection, "set lock_timeout = '" + LOCK_SECONDS + "s'");
            work.on(connection);
        } catch (SQLException | TidemarkException e) {
            throw new DevstackException("the administrator: " + e.getMessage(), e);
        }
    }
}
