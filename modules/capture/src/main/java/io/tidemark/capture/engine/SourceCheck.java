package io.tidemark.capture.engine;

import io.tidemark.capture.settings.CaptureSettings;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.postgres.Connections;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Asks Postgres, before each life of the engine, for what the engine would say late or not at all: a missing publication,
 * for example, would only show after the snapshot.
 */
public final class SourceCheck {

    private static final String QUERY = """
            select current_setting('wal_level'),
                   exists (select from pg_publication where pubname = ?),
                   exists (select from pg_roles
                           where rolname = current_user and (rolreplication or rolsuper)
                              or rolname in ('rds_replication', 'rds_superuser')
                                 and pg_has_role(current_user, oid, 'member')),
                   coalesce((select active_pid from pg_replication_slots where slot_name = ?), 0)
            """;

    private SourceCheck() {}

    /**
     * Passes when the engine can start.
     *
     * @throws TidemarkException RETRY while Postgres is away or another capture holds the slot (so this one stands by);
     *     USAGE or FATAL, with the statement that fixes it, otherwise
     */
    public static void run(CaptureSettings settings) {
        try (Connection connection = Connections.open(settings.database());
                PreparedStatement statement = connection.prepareStatement(QUERY)) {
            statement.setString(1, settings.publicationName());
            statement.setString(2, settings.slotName());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                check(settings, row.getString(1), row.getBoolean(2), row.getBoolean(3), row.getInt(4));
            }
        } catch (SQLException e) {
            throw EngineFailure.explain(e, settings);
        }
    }

    private static void check(
            CaptureSettings settings, String walLevel, boolean publication, boolean replication, int slotHolder) {
        if (!"logical".equals(walLevel)) {
            throw fatal("wal_level is " + walLevel + ": run ALTER SYSTEM SET wal_level = logical and restart Postgres");
        }
        if (!replication) {
            String user = settings.database().user();
            throw fatal("user " + user + " may not replicate: run ALTER ROLE \"" + user + "\" REPLICATION");
        }
        if (!publication) {
            throw fatal("publication " + settings.publicationName() + " does not exist: run ./tidemark setup");
        }
        if (slotHolder != 0) {
            throw new TidemarkException(
                    Category.RETRY,
                    "replication slot " + settings.slotName() + " is in use by another capture (backend " + slotHolder
                            + "): standing by");
        }
    }

    private static TidemarkException fatal(String message) {
        return new TidemarkException(Category.FATAL, message);
    }
}
