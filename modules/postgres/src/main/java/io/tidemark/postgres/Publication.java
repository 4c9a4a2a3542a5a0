package io.tidemark.postgres;

import io.tidemark.model.Problem;
import io.tidemark.model.TableName;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
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
            execute("CREATE PUBLICATION " + Sql.quote(name) + " FOR TABLE " + list(tables));
            return Outcome.MADE;
        }
        Set<TableName> missing = missing(tables);
        if (!missing.isEmpty()) {
            execute("ALTER PUBLICATION " + Sql.quote(name) + " ADD TABLE " + list(missing));
        }
        List<Problem> gaps = gaps();
        if (!gaps.isEmpty()) {
            throw new TidemarkException(
                    Category.FATAL,
                    gaps.stream().map(gap -> "publication " + gap).collect(Collectors.joining("; ")));
        }
        return missing.isEmpty() ? Outcome.THERE : Outcome.EXTENDED;
    }

    /** Whether there is a publication of this name. */
    public boolean exists() throws SQLException {
        return Query.first(connection, "select 1 from pg_publication where pubname = ?", row -> true, name)
                .isPresent();
    }

    /** Those of the tables that it does not publish. */
    public Set<TableName> missing(Collection<TableName> tables) throws SQLException {
        Set<TableName> missing = new TreeSet<>(tables);
        Query.list(
                        connection,
                        "select schemaname, tablename from pg_publication_tables where pubname = ?",
                        row -> new TableName(row.getString(1), row.getString(2)),
                        name)
                .forEach(missing::remove);
        return missing;
    }

    /** What it leaves out of the tables it publishes, each beginning with its name; the publication exists. */
    public List<Problem> gaps() throws SQLException {
        return Query.one(connection, """
                select pubinsert and pubupdate and pubdelete and pubtruncate as complete,
                       (select string_agg(prrelid::regclass::text, ', ') from pg_publication_rel
                         where prpubid = p.oid and (prqual is not null or prattrs is not null)) as filtered
                  from pg_publication p where pubname = ?""", this::gaps, name);
    }

    private List<Problem> gaps(ResultSet row) throws SQLException {
        List<Problem> gaps = new ArrayList<>();
        if (!row.getBoolean("complete")) {
            gaps.add(new Problem(
                    name + " leaves out kinds of change",
                    "ALTER PUBLICATION " + Sql.quote(name) + " SET (publish = 'insert, update, delete, truncate')"));
        }
        String filtered = row.getString("filtered");
        if (filtered != null) {
            gaps.add(new Problem(name + " filters rows or columns of " + filtered, "publish these tables whole"));
        }
        return gaps;
    }

    /**
     * What makes each of the tables the same one under the same publication: another text means that the table was made
     * again, or taken out of the publication for a while. Tables that are missing are left out.
     */
    public Map<TableName, String> identities(Collection<TableName> tables) throws SQLException {
        Map<TableName, String> identities = new TreeMap<>();
        List<Map.Entry<TableName, String>> published = Query.list(
                connection,
                """
                select n.nspname, c.relname, c.oid || '.' || p.oid || '.' || coalesce(r.oid, 0)
                  from pg_publication p
                  join pg_publication_tables t on t.pubname = p.pubname
                  join pg_namespace n on n.nspname = t.schemaname
                  join pg_class c on c.relnamespace = n.oid and c.relname = t.tablename
                  left join pg_publication_rel r on r.prpubid = p.oid and r.prrelid = c.oid
                 where p.pubname = ?""",
                row -> Map.entry(new TableName(row.getString(1), row.getString(2)), row.getString(3)),
                name);
        published.forEach(table -> identities.put(table.getKey(), table.getValue()));
        identities.keySet().retainAll(tables);
        return identities;
    }

    private void execute(String sql) throws SQLException {
        try {
            Query.execute(connection, sql);
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

    private static String list(Collection<TableName> tables) {
        return tables.stream().map(TableName::quoted).collect(Collectors.joining(", "));
    }
}
