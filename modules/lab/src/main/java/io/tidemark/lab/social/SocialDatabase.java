package io.tidemark.lab.social;

import io.tidemark.postgres.Connections;
import io.tidemark.postgres.DatabaseUrl;
import io.tidemark.postgres.Query;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyOutputStream;

/** The sample application's database. */
public final class SocialDatabase {

    private static final List<String> TABLES = List.of("users", "follows", "mutes", "blocks");

    private final DatabaseUrl url;

    public SocialDatabase(DatabaseUrl url) {
        this.url = url;
    }

    /** Makes the four tables; they must not be there. */
    public void create() throws SQLException {
        execute(resource("social.sql"));
    }

    /** Loads the ten users and their relationships. */
    public void loadSample() throws SQLException {
        execute(resource("social-sample.sql"));
    }

    /** Loads a graph by COPY: all users in one transaction, then all follows in another. */
    public void load(SocialGraph graph) throws SQLException {
        loadUsers(graph);
        loadFollows(graph);
    }

    /**
     * Loads a graph's users in one transaction.
     *
     * @return {@link System#nanoTime} when all rows were written and the commit began
     */
    public long loadUsers(SocialGraph graph) throws SQLException {
        return copy("users (id, username)", rows -> {
            for (int i = 0; i < graph.names().size(); i++) {
                rows.write(SocialGraph.id(i) + "\t" + graph.names().get(i) + "\n");
            }
        });
    }

    /**
     * Loads a graph's follows in one transaction; their users must be there.
     *
     * @return {@link System#nanoTime} when all rows were written and the commit began
     */
    public long loadFollows(SocialGraph graph) throws SQLException {
        return copy("follows (follower_id, following_id)", rows -> {
            for (SocialGraph.Edge edge : graph.edges()) {
                rows.write(SocialGraph.id(edge.from()) + "\t" + SocialGraph.id(edge.to()) + "\n");
            }
        });
    }

    private interface Rows {
        void writeTo(Writer writer) throws IOException;
    }

    private long copy(String target, Rows rows) throws SQLException {
        try (Connection connection = Connections.openAsApplication(url)) {
            connection.setAutoCommit(false);
            PGConnection postgres = connection.unwrap(PGConnection.class);
            try (Writer writer = new BufferedWriter(
                    new OutputStreamWriter(
                            new PGCopyOutputStream(postgres, "copy " + target + " from stdin"), StandardCharsets.UTF_8),
                    1 << 16)) {
                rows.writeTo(writer);
            } catch (IOException e) {
                throw new SQLException("copying into " + target + " failed: " + e.getMessage(), e);
            }
            long commitBegan = System.nanoTime();
            connection.commit();
            return commitBegan;
        }
    }

    /** Deletes every follow in one transaction and every user in the next. */
    public void deleteAll() throws SQLException {
        execute("delete from follows");
        execute("delete from users");
    }

    /** Empties all tables by TRUNCATE, which no running capture must see. */
    public void truncate() throws SQLException {
        execute("truncate " + String.join(", ", TABLES));
    }

    /** How many rows each table has; soft-deleted users do not count. */
    public Map<String, Long> counts() throws SQLException {
        Map<String, Long> counts = new LinkedHashMap<>();
        try (Connection connection = Connections.openAsApplication(url)) {
            for (String table : TABLES) {
                String living = table.equals("users") ? " where deleted_at is null" : "";
                counts.put(
                        table, Query.one(connection, "select count(*) from " + table + living, row -> row.getLong(1)));
            }
        }
        return counts;
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = Connections.openAsApplication(url);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(sql);
            connection.commit();
        }
    }

    private static String resource(String name) {
        try (InputStream stream =
                Objects.requireNonNull(SocialDatabase.class.getResourceAsStream("/schemas/postgres/" + name), name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(name + " is not packaged", e);
        }
    }
}
