package io.tidemark.postgres;

import io.tidemark.model.position.Lsn;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Properties;

/**
 * Postgres' timelines: each promotion of a standby begins a new one, where the standby was. What the old primary wrote beyond that
 * place is in no log any more.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-replication.html">the replication command TIMELINE_HISTORY</a>
 */
public final class Timelines {

    private static final int HEX_DIGITS = 8;
    private static final int HEXADECIMAL = 16;

    private Timelines() {}

    /** The timeline that the server writes now; it must not be a standby. */
    public static int current(Connection connection) throws SQLException {
        return Query.one(
                connection,
                "select pg_walfile_name(pg_current_wal_lsn())",
                row -> Integer.parseInt(row.getString(1).substring(0, HEX_DIGITS), HEXADECIMAL));
    }

    /**
     * Where an earlier timeline ended and the next one began.
     *
     * @param url of a role with REPLICATION
     * @param current the server's timeline, later than {@code earlier}
     * @return empty when the server's history does not know the earlier one
     */
    public static Optional<Lsn> end(DatabaseUrl url, int current, int earlier) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", url.user());
        properties.setProperty("password", url.password());
        properties.setProperty("replication", "database");
        properties.setProperty("assumeMinServerVersion", "15");
        properties.setProperty("preferQueryMode", "simple");
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("socketTimeout", "10");
        try (Connection connection = DriverManager.getConnection(url.jdbc(), properties);
                Statement statement = connection.createStatement();
                ResultSet history = statement.executeQuery("TIMELINE_HISTORY " + current)) {
            return history.next()
                    ? end(new String(history.getBytes(2), StandardCharsets.UTF_8), earlier)
                    : Optional.empty();
        }
    }

    /** Finds it in a history file: a line for each earlier timeline, with its number and where it ended. */
    static Optional<Lsn> end(String history, int earlier) {
        return history.lines()
                .map(line -> line.strip().split("\\s+", HEX_DIGITS))
                .filter(line -> line.length > 1 && line[0].equals(Integer.toString(earlier)))
                .map(line -> Lsn.parse(line[1]))
                .findFirst();
    }
}
