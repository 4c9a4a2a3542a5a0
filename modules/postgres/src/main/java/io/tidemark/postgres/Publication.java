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
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The publication: which tables' changes the log's reader is sent. */
public final class Publication {

    private static final String PERMISSION_DENIED = "42501";

    /** Without a partitioned table it changes nothing. */
    private static final String AS_ONE_TABLE = "publish_via_partition_root = true";

    /** Postgres 18 and later; a column list sends generated columns without it. */
    private static final String WITH_GENERATED = "publish_generated_columns = stored";

    /** Partitioned tables that are named, and published partition by partition. */
    private static final String PARTLY_PUBLISHED = """
            select n.nspname, c.relname
              from pg_publication p
              join pg_publication_rel r on r.prpubid = p.oid
              join pg_class c on c.oid = r.prrelid
              join pg_namespace n on n.oid = c.relnamespace
             where p.pubname = ? and c.relkind = 'p' and not p.pubviaroot""";

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
     * Makes the publication, adds the tables it misses, and changes column lists that leave out what is needed; where columns are
     * to be listed, also tables of which it sends more. Other tables that it has stay.
     *
     * @throws TidemarkException USAGE when the role is not allowed to, with the statement for one that is; FATAL when the
     *     publication is there but leaves out kinds of change or rows
     */
    public Outcome ensure(PublishedColumns needed) throws SQLException {
        boolean exists = exists();
        List<String> settings = exists ? settings(needed) : List.of();
        for (String setting : settings) {
            execute(setting);
        }
        List<String> statements = statements(needed);
        executeTogether(statements);
        if (!exists) {
            return Outcome.MADE;
        }
        List<Problem> gaps = gaps(needed);
        if (!gaps.isEmpty()) {
            throw new TidemarkException(
                    Category.FATAL,
                    gaps.stream().map(gap -> "publication " + gap).collect(Collectors.joining("; ")));
        }
        return statements.isEmpty() && settings.isEmpty() ? Outcome.THERE : Outcome.EXTENDED;
    }

    /** What {@link #ensure} executes, together: no change in between is left out. Empty when nothing is to be changed. */
    public List<String> statements(PublishedColumns needed) throws SQLException {
        if (!exists()) {
            return List.of("CREATE PUBLICATION " + Sql.quote(name) + " FOR TABLE "
                    + list(needed, needed.tables().keySet()) + " WITH (" + AS_ONE_TABLE
                    + (needed.generated().isEmpty() ? "" : ", " + WITH_GENERATED) + ")");
        }
        List<String> statements = new ArrayList<>(settings(needed));
        String alter = "ALTER PUBLICATION " + Sql.quote(name);
        Set<TableName> missing = missing(needed.tables().keySet());
        if (!missing.isEmpty()) {
            statements.add(alter + " ADD TABLE " + list(needed, missing));
        }
        Set<TableName> others = tables(each -> leavesOut(each, needed) || sendsMore(each, needed), needed);
        if (!others.isEmpty()) {
            statements.add(alter + " DROP TABLE "
                    + others.stream().map(TableName::quoted).collect(Collectors.joining(", ")));
            statements.add(alter + " ADD TABLE " + list(needed, others));
        }
        return statements;
    }

    /**
     * What {@link #ensure} would have to change and this connection's role is not allowed to.
     *
     * @return each with what to do; empty when there is nothing to change, or the role may change it
     */
    public List<Problem> rights(PublishedColumns needed) throws SQLException {
        boolean exists = exists();
        Set<TableName> changed = missing(needed.tables().keySet());
        if (exists) {
            changed.addAll(tables(each -> leavesOut(each, needed) || sendsMore(each, needed), needed));
        }
        if (exists && changed.isEmpty() && !splits(needed) && !withholdsGenerated(needed)) {
            return List.of();
        }
        List<Problem> problems = new ArrayList<>();
        String role = Query.one(connection, "select current_user", row -> row.getString(1));
        String ofOwner = "run ./tidemark setup as the tables' owner";
        boolean mayChange = Query.one(
                connection,
                exists
                        ? "select pg_has_role(pubowner, 'usage') from pg_publication where pubname = ?"
                        : "select has_database_privilege(current_database(), 'create') and ? <> ''",
                row -> row.getBoolean(1),
                name);
        if (!mayChange) {
            problems.add(new Problem(
                    "role " + role + " is not allowed to "
                            + (exists ? "change publication " + name : "create a publication"),
                    exists
                            ? "run ./tidemark setup as its owner"
                            : "GRANT CREATE ON DATABASE <this database> TO " + Sql.quote(role) + ", or " + ofOwner));
        }
        for (TableName table : changed) {
            boolean owner = Query.first(
                            connection,
                            "select pg_has_role(relowner, 'usage') from pg_class c join pg_namespace n on n.oid = relnamespace"
                                    + " where nspname = ? and relname = ?",
                            row -> row.getBoolean(1),
                            table.schema(),
                            table.name())
                    .orElse(true);
            if (!owner) {
                problems.add(new Problem(
                        "role " + role + " does not own table " + table + ", which publication " + name
                                + " has to name",
                        ofOwner));
            }
        }
        return problems;
    }

    /** Whether there is a publication of this name. */
    public boolean exists() throws SQLException {
        return Query.first(connection, "select 1 from pg_publication where pubname = ?", row -> true, name)
                .isPresent();
    }

    /**
     * Drops it; nothing happens where there is none.
     *
     * @throws TidemarkException USAGE when the role is not allowed to, with the statement for one that is
     */
    public void drop() throws SQLException {
        execute(dropStatement());
    }

    /** The statement that does that. */
    public String dropStatement() {
        return "DROP PUBLICATION IF EXISTS " + Sql.quote(name);
    }

    /** What has to be set on one that is there. */
    private List<String> settings(PublishedColumns needed) throws SQLException {
        List<String> settings = new ArrayList<>();
        if (splits(needed)) {
            settings.add(set(AS_ONE_TABLE));
        }
        if (withholdsGenerated(needed)) {
            settings.add(set(WITH_GENERATED));
        }
        return settings;
    }

    /** Whether it publishes partitioned tables partition by partition, and one is to be published as one. */
    private boolean splits(PublishedColumns needed) throws SQLException {
        return !needed.partitioned().isEmpty()
                && !Query.one(
                        connection,
                        "select pubviaroot from pg_publication where pubname = ?",
                        row -> row.getBoolean(1),
                        name);
    }

    /** Whether it leaves out generated columns, and one is needed. */
    private boolean withholdsGenerated(PublishedColumns needed) throws SQLException {
        return !needed.generated().isEmpty()
                && !Query.one(
                        connection,
                        // a server that does not know the column has no such publication
                        "select coalesce(to_jsonb(p) ->> 'pubgencols', 'n') = 's' from pg_publication p where pubname = ?",
                        row -> row.getBoolean(1),
                        name);
    }

    private String set(String option) {
        return "ALTER PUBLICATION " + Sql.quote(name) + " SET (" + option + ")";
    }

    private static String join(Collection<TableName> tables) {
        return tables.stream().map(TableName::toString).collect(Collectors.joining(", "));
    }

    /** Those of the tables that it does not publish, under this name or by their partitions. */
    public Set<TableName> missing(Collection<TableName> tables) throws SQLException {
        Set<TableName> missing = new TreeSet<>(tables);
        published().forEach(each -> missing.remove(each.table()));
        if (!missing.isEmpty()) {
            Query.list(connection, PARTLY_PUBLISHED, row -> new TableName(row.getString(1), row.getString(2)), name)
                    .forEach(missing::remove);
        }
        return missing;
    }

    /** What it leaves out of the mapped tables, each beginning with its name; the publication exists. */
    public List<Problem> gaps(PublishedColumns needed) throws SQLException {
        List<Problem> gaps = new ArrayList<>();
        boolean complete = Query.one(
                connection,
                "select pubinsert and pubupdate and pubdelete and pubtruncate from pg_publication where pubname = ?",
                row -> row.getBoolean(1),
                name);
        if (!complete) {
            gaps.add(new Problem(
                    name + " leaves out kinds of change",
                    "ALTER PUBLICATION " + Sql.quote(name) + " SET (publish = 'insert, update, delete, truncate')"));
        }
        if (splits(needed)) {
            gaps.add(new Problem(
                    name + " publishes each partition of " + join(needed.partitioned()) + " under its own name",
                    "run ./tidemark setup as its owner, which does: " + set(AS_ONE_TABLE)));
        }
        if (withholdsGenerated(needed)) {
            gaps.add(new Problem(
                    name + " leaves out generated columns, also those that are needed of " + join(needed.generated()),
                    "run ./tidemark setup as its owner, which does: " + set(WITH_GENERATED)));
        }
        for (Published each : published()) {
            if (!needed.tables().containsKey(each.table())) {
                continue;
            }
            if (each.filtered()) {
                gaps.add(new Problem(name + " filters rows of " + each.table(), "publish the table without WHERE"));
            }
            if (leavesOut(each, needed)) {
                gaps.add(columnGap(each, needed));
            }
        }
        return gaps;
    }

    private Problem columnGap(Published published, PublishedColumns needed) {
        if (needed.full().contains(published.table())) {
            return new Problem(
                    name + " lists columns of " + published.table()
                            + ", whose replica identity is FULL: Postgres refuses the application's UPDATE and DELETE",
                    "ALTER TABLE " + published.table().quoted() + " REPLICA IDENTITY DEFAULT");
        }
        Set<String> missing = new TreeSet<>(needed.of(published.table()));
        missing.removeAll(published.columns());
        return new Problem(
                name + " leaves out columns " + String.join(", ", missing) + " of " + published.table(),
                "run ./tidemark setup as the table's owner");
    }

    private static boolean leavesOut(Published published, PublishedColumns needed) {
        return published.listed()
                && (needed.full().contains(published.table())
                        || !published.columns().containsAll(needed.of(published.table())));
    }

    private static boolean sendsMore(Published published, PublishedColumns needed) {
        return published.named()
                && !needed.isWhole(published.table())
                && (!published.listed() || !needed.of(published.table()).containsAll(published.columns()));
    }

    /**
     * A table as it is published.
     *
     * @param columns the columns that are sent
     * @param listed whether they are listed; otherwise every column is sent, also those that are added later
     * @param filtered whether a condition leaves rows out
     * @param named whether the publication names the table, and not only its schema, or all tables
     */
    private record Published(TableName table, Set<String> columns, boolean listed, boolean filtered, boolean named) {

        static Published of(ResultSet row) throws SQLException {
            return new Published(
                    new TableName(row.getString(1), row.getString(2)),
                    Set.of((String[]) row.getArray(3).getArray()),
                    row.getBoolean(4),
                    row.getBoolean(5),
                    row.getBoolean(6));
        }
    }

    private List<Published> published() throws SQLException {
        return Query.list(connection, """
                select t.schemaname, t.tablename, t.attnames::text[], r.prattrs is not null, t.rowfilter is not null,
                       r.oid is not null
                  from pg_publication p
                  join pg_publication_tables t on t.pubname = p.pubname
                  join pg_namespace n on n.nspname = t.schemaname
                  join pg_class c on c.relnamespace = n.oid and c.relname = t.tablename
                  left join pg_publication_rel r on r.prpubid = p.oid and r.prrelid = c.oid
                 where p.pubname = ?""", Published::of, name);
    }

    private Set<TableName> tables(Predicate<Published> which, PublishedColumns needed) throws SQLException {
        return published().stream()
                .filter(each -> needed.tables().containsKey(each.table()))
                .filter(which)
                .map(Published::table)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The text by which {@link TableIdentity} recognises each of the tables. Tables that are missing are left out. */
    public Map<TableName, String> identities(Collection<TableName> tables) throws SQLException {
        Map<TableName, String> identities = new TreeMap<>();
        List<Map.Entry<TableName, String>> published = Query.list(
                connection,
                "select n.nspname, c.relname, " + TableIdentity.SQL + """
                  from pg_publication p
                  join pg_publication_tables t on t.pubname = p.pubname
                  join pg_namespace n on n.nspname = t.schemaname
                  join pg_class c on c.relnamespace = n.oid and c.relname = t.tablename
                  left join pg_publication_rel r on r.prpubid = p.oid and r.prrelid = c.oid
                  left join pg_publication_namespace s on s.pnpubid = p.oid and s.pnnspid = n.oid
                 where p.pubname = ?""",
                row -> Map.entry(new TableName(row.getString(1), row.getString(2)), row.getString(3)),
                name);
        published.forEach(table -> identities.put(table.getKey(), table.getValue()));
        identities.keySet().retainAll(tables);
        return identities;
    }

    private void executeTogether(List<String> statements) throws SQLException {
        connection.setAutoCommit(false);
        try {
            for (String statement : statements) {
                execute(statement);
            }
            connection.commit();
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private void execute(String sql) throws SQLException {
        try {
            Query.execute(connection, sql);
        } catch (SQLException e) {
            if (PERMISSION_DENIED.equals(e.getSQLState())) {
                throw new TidemarkException(
                        Category.USAGE,
                        "this role is not allowed to change publication " + name + ": let the tables' owner run " + sql,
                        e);
            }
            throw e;
        }
    }

    private static String list(PublishedColumns needed, Collection<TableName> tables) {
        return tables.stream().map(needed::entry).collect(Collectors.joining(", "));
    }
}
