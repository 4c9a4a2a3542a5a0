package io.tidemark.postgres.shape;

import io.tidemark.model.TableName;
import io.tidemark.postgres.Catalog;
import io.tidemark.postgres.Query;
import io.tidemark.postgres.Tables;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Reads from the catalog what the tables of schemas have to do with each other. */
public final class ShapeReader {

    private static final String SCHEMAS = """
            select nspname from pg_namespace
             where nspname <> 'information_schema' and nspname not like 'pg\\_%'
             order by nspname""";

    /** A partition is part of its table. */
    private static final String TABLES = """
            select c.oid, n.nspname, c.relname, exists (
                     select from pg_depend d
                      where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e') as of_extension
              from pg_class c join pg_namespace n on n.oid = c.relnamespace
             where n.nspname = any (?) and c.relkind in ('r', 'p', 'v', 'm', 'f') and not c.relispartition
             order by n.nspname, c.relname""";

    private static final String NULLABLE = """
            select attname from pg_attribute
             where attrelid = ? and attnum > 0 and not attisdropped and not attnotnull""";

    private static final String UNIQUE_KEYS = """
            select (select array_agg(a.attname::text order by k.position)
                      from unnest(i.indkey::int2[]) with ordinality as k(number, position)
                      join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.number
                     where k.position <= i.indnkeyatts) as columns
              from pg_index i
             where i.indrelid = ? and i.indisunique and i.indisvalid and not i.indisprimary
               and i.indpred is null and i.indexprs is null
             order by columns""";

    /** What a partition has inherited is its table's. */
    private static final String FOREIGN_KEYS = """
            select n.nspname, t.relname,
                   (select array_agg(a.attname::text order by p.position)
                      from unnest(k.conkey) with ordinality as p(number, position)
                      join pg_attribute a on a.attrelid = k.conrelid and a.attnum = p.number) as columns,
                   (select array_agg(a.attname::text order by p.position)
                      from unnest(k.confkey) with ordinality as p(number, position)
                      join pg_attribute a on a.attrelid = k.confrelid and a.attnum = p.number) as target_columns
              from pg_constraint k
              join pg_class t on t.oid = k.confrelid join pg_namespace n on n.oid = t.relnamespace
             where k.conrelid = ? and k.contype = 'f' and k.conparentid = 0
             order by k.conkey, n.nspname, t.relname""";

    private final Connection connection;

    /** Reads through this connection; the caller closes it. */
    public ShapeReader(Connection connection) {
        this.connection = connection;
    }

    /** The schemas of the database, without the system's, sorted. */
    public List<String> schemas() throws SQLException {
        return Query.list(connection, SCHEMAS, row -> row.getString(1));
    }

    private record Found(long oid, TableName name, boolean ofExtension) {}

    /** Everything in these schemas that has rows, sorted by name; partitions are part of their table. */
    public List<RelatedTable> tables(Collection<String> schemas) throws SQLException {
        List<Found> all = Query.list(
                connection,
                TABLES,
                row -> new Found(
                        row.getLong("oid"),
                        new TableName(row.getString("nspname"), row.getString("relname")),
                        row.getBoolean("of_extension")),
                (Object) schemas.toArray(String[]::new));
        Tables tables =
                new Catalog(connection).tables(all.stream().map(Found::name).toList());
        List<RelatedTable> related = new ArrayList<>();
        for (Found found : all) {
            // one that was dropped in between is left out
            if (tables.found().containsKey(found.name())) {
                related.add(related(found, tables));
            }
        }
        return related;
    }

    private RelatedTable related(Found found, Tables tables) throws SQLException {
        return new RelatedTable(
                Objects.requireNonNull(tables.found().get(found.name())),
                found.ofExtension(),
                Set.copyOf(Query.list(connection, NULLABLE, row -> row.getString(1), found.oid())),
                Query.list(connection, UNIQUE_KEYS, row -> texts(row, "columns"), found.oid()),
                Query.list(connection, FOREIGN_KEYS, ShapeReader::foreignKey, found.oid()));
    }

    private static ForeignKey foreignKey(ResultSet row) throws SQLException {
        return new ForeignKey(
                texts(row, "columns"), new TableName(row.getString(1), row.getString(2)), texts(row, "target_columns"));
    }

    private static List<String> texts(ResultSet row, String column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }
}
