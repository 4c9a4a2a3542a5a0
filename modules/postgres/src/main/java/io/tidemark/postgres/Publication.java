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
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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

    /** What it leaves out of the tables it publishes, one line each with the fix; the publication exists. */
    public List<String> gaps() throws SQLException {
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

    /**
     * What makes each of the tables the same one under the same publication: another text means that the table was made
     * again, or taken out of the publication for a while. Tables that are missing are left out.
     */
    public Map<TableName, String> identities(Collection<TableName> tables) throws SQLException {
        Map<TableName, String> identities = new TreeMap<>();
        try (PreparedStatement statement = connection.prepareStatement("""
                select n.nspname, c.relname, c.oid || '.' || p.oid || '.' || coalesce(r.oid, 0)
                  from pg_publication p
                  join pg_publication_tables t on t.pubname = p.pubname
                  join pg_namespace n on n.nspname = t.schemaname
                  join pg_class c on c.relnamespace = n.oid and c.relname = t.tablename
                  left join pg_publication_rel r on r.prpubid = p.oid and r.prrelid = c.oid
                 where p.pubname = ?""")) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    TableName table = new TableName(row.getString(1), row.getString(2));
                    if (tables.contains(table)) {
                        identities.put(table, row.getString(3));
                    }
                }
            }
        }
        return identities;
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
