package io.tidemark.postgres;

import io.tidemark.model.TableName;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The publication: which tables' changes the log's reader is sent. */
public final class Publication {

    private static final String PERMISSION_DENIED = "42501";

    private final Connection connection;
    private final String name;

    /** What {@link #ensure} did. */
    public enum Outcome {
        MADE,
        THERE,
        EXTENDED
    }

    /**
     * The publication of this name.
     *
     * @param connection the caller closes it
     * @param name letters, digits and underscores
     */
    public Publication(Connection connection, String name) {
        this.connection = connection;
        this.name = name;
    }

    /**
     * Makes the publication, or adds the tables it misses; tables it has besides stay.
     *
     * @throws TidemarkException USAGE when the role may not, with the statement for someone who may; FATAL when the
     *     publication is there but leaves out kinds of change, rows or columns
     */
    public Outcome ensure(Collection<TableName> tables) throws SQLException {
        if (!exists()) {
            execute("CREATE PUBLICATION " + quoted() + " FOR TABLE " + list(tables));
            return Outcome.MADE;
        }
        Set<TableName> missing = missing(tables);
        if (!missing.isEmpty()) {
            execute("ALTER PUBLICATION " + quoted() + " ADD TABLE " + list(missing));
        }
        List<String> gaps = gaps();
        if (!gaps.isEmpty()) {
            throw new TidemarkException(Category.FATAL, "publication " + name + " " + String.join("; ", gaps));
        }
        return missing.isEmpty() ? Outcome.THERE : Outcome.EXTENDED;
    }

    /** Whether there is a publication of this name. */
    public boolean exists() throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("select 1 from pg_publication where pubname = ?")) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        }
    }

    /** Those of the tables that it does not publish. */
    public Set<TableName> missing(Collection<TableName> tables) throws SQLException {
        Set<TableName> missing = new TreeSet<>(tables);
        try (PreparedStatement statement = connection.prepareStatement(
                "select schemaname, tablename from pg_publication_tables where pubname = ?")) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    missing.remove(new TableName(row.getString(1), row.getString(2)));
                }
            }
        }
        return missing;
    }

    private List<String> gaps() throws SQLException {
        List<String> gaps = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement("""
                select pubinsert and pubupdate and pubdelete and pubtruncate as complete,
                       (select string_agg(prrelid::regclass::text, ', ') from pg_publication_rel
                         where prpubid = p.oid and (prqual is not null or prattrs is not null)) as filtered
                  from pg_publication p where pubname = ?""")) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                if (!row.getBoolean("complete")) {
                    gaps.add("leaves out kinds of change: ALTER PUBLICATION " + quoted()
                            + " SET (publish = 'insert, update, delete, truncate')");
                }
                if (row.getString("filtered") != null) {
                    gaps.add(
                            "filters rows or columns of " + row.getString("filtered") + ": publish these tables whole");
                }
            }
        }
        return gaps;
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            if (PERMISSION_DENIED.equals(e.getSQLState())) {
                throw new TidemarkException(
                        Category.USAGE,
                        "this role may not change publication " + name + ": let the tables' owner run " + sql,
                        e);
            }
            throw e;
        }
    }

    private String quoted() {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private static String list(Collection<TableName> tables) {
        return tables.stream().map(TableName::quoted).collect(Collectors.joining(", "));
    }
}
