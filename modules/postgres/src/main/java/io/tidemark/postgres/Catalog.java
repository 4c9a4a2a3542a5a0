package io.tidemark.postgres;

import io.tidemark.model.TableName;
import io.tidemark.model.value.ColumnType;
import io.tidemark.postgres.Table.Partition;
import io.tidemark.postgres.Table.Trait;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what the catalog says of tables. */
public final class Catalog {

    private static final String TABLE = """
            select c.oid, c.relreplident as replica_identity, c.relkind not in ('r', 'p') as not_ordinary,
                   c.relkind = 'p' as partitioned, c.relispartition as partition, c.relpersistence <> 'p' as not_logged,
                   c.relkind = 'r' and exists (select from pg_inherits where inhparent = c.oid) as inherited,
                   coalesce(not i.indimmediate, false) as deferrable_key,
                   c.relreplident = 'f' and current_setting('server_version_num')::int >= 180000 and exists (
                     select from pg_attribute where attrelid = c.oid and attgenerated <> '' and not attisdropped)
                     as unpublished_identity,
                   not (has_table_privilege(c.oid, 'select') and has_schema_privilege(n.oid, 'usage')) as unreadable,
                   c.relkind in ('r', 'p') and row_security_active(c.oid) as row_security,
                   (select array_agg(a.attname::text order by k.position)
                      from unnest(i.indkey::int2[]) with ordinality as k(number, position)
                      join pg_attribute a on a.attrelid = c.oid and a.attnum = k.number
                     where k.position <= i.indnkeyatts) as primary_key
              from pg_class c join pg_namespace n on n.oid = c.relnamespace
              left join pg_index i on i.indrelid = c.oid and i.indisprimary
             where n.nspname = ? and c.relname = ? and c.relkind in ('r', 'p', 'v', 'm', 'f')""";

    /** Those partitions that hold rows and are not as partitions usually are. */
    private static final String UNUSUAL_PARTITIONS = PartitionTree.TREE + """
            select n.nspname, c.relname, c.relkind <> 'r' as not_ordinary, c.relpersistence <> 'p' as not_logged,
                   coalesce(not i.indimmediate, false) as deferrable_key,
                   c.relreplident = 'f' and current_setting('server_version_num')::int >= 180000 and exists (
                     select from pg_attribute where attrelid = c.oid and attgenerated <> '' and not attisdropped)
                     as unpublished_identity,
                   case when c.relreplident = 'd' and i.indexrelid is null then 'n' else c.relreplident end as replica_identity
              from tree join pg_class c on c.oid = tree.oid join pg_namespace n on n.oid = c.relnamespace
              left join pg_index i on i.indrelid = c.oid and i.indisprimary
             where c.relkind <> 'p'
               and (c.relkind <> 'r' or c.relpersistence <> 'p' or c.relreplident <> 'd' or i.indimmediate is not true)
             order by 1, 2""";

    private static final String ANCESTORS = """
            select n.nspname, c.relname
              from pg_partition_ancestors(?::oid) a join pg_class c on c.oid = a.relid
              join pg_namespace n on n.oid = c.relnamespace
             where a.relid <> ?::oid""";

    /** The type itself, and what it is made of: a domain's base, elements, a composite's columns, a range's subtype. */
    private static final String NAMED = """
            (with recursive part as (
               select a.atttypid as oid
               union
               select made.oid from part join pg_type t on t.oid = part.oid cross join lateral (
                 select t.typbasetype as oid where t.typtype = 'd'
                 union all select t.typelem where t.typcategory = 'A'
                 union all select c.atttypid from pg_attribute c
                   where c.attrelid = t.typrelid and t.typtype = 'c' and c.attnum > 0 and not c.attisdropped
                 union all select r.rngsubtype from pg_range r where t.oid in (r.rngtypid, r.rngmultitypid)) made)
             select min(t.typname) from part join pg_type t on t.oid = part.oid
              where t.typnamespace = 'pg_catalog'::regnamespace and (t.typname like 'reg%' or t.typname = 'aclitem')
                and t.typtype = 'b')""";

    /** A domain counts as the type it is based on, as it does for the log's decoder. */
    private static final String COLUMNS = """
            select a.attname, format_type(a.atttypid, a.atttypmod) as type_name, case when a.attgenerated = '' then 'NO' when a.attgenerated = 'v' then 'VIRTUAL'
                     when current_setting('server_version_num')::int >= 180000 then 'STORED' else 'UNPUBLISHED' end as generated,
                   coalesce(not l.collisdeterministic, false) as nondeterministic, declared.typtype = 'd' as is_domain, base.typelem <> 0 and base.typcategory = 'A' as is_array,
                   case when scalar.typtype = 'e' then 'enum' else scalar.typname end as scalar_name,""" + NAMED + """
               as named
              from pg_attribute a
              left join pg_collation l on l.oid = a.attcollation
              join pg_type declared on declared.oid = a.atttypid
              join pg_type base on base.oid = case declared.typtype when 'd' then declared.typbasetype else declared.oid end
              join pg_type scalar on scalar.oid = case base.typcategory when 'A' then base.typelem else base.oid end
             where a.attrelid = ? and a.attnum > 0 and not a.attisdropped
             order by a.attnum""";

    private static final String ALIKE = """
            select n.nspname, c.relname
              from pg_class c join pg_namespace n on n.oid = c.relnamespace
             where lower(n.nspname) = lower(?) and lower(c.relname) = lower(?) and c.relkind in ('r', 'p', 'v', 'm', 'f')
             order by 1, 2""";

    private static final Set<Trait> OF_PARTITIONS =
            EnumSet.of(Trait.NOT_ORDINARY, Trait.NOT_LOGGED, Trait.DEFERRABLE_KEY, Trait.UNPUBLISHED_IDENTITY);

    private final Connection connection;

    /** Reads through this connection; the caller closes it. */
    public Catalog(Connection connection) {
        this.connection = connection;
    }

    /** The tables that exist, and what is there in place of those that do not. */
    public Tables tables(Collection<TableName> names) throws SQLException {
        Map<TableName, Table> found = new HashMap<>();
        Map<TableName, TableName> alike = new HashMap<>();
        for (TableName name : names) {
            Optional<Table> table = table(name);
            if (table.isPresent()) {
                found.put(name, table.get());
            } else {
                alike(name).ifPresent(other -> alike.put(name, other));
            }
        }
        return new Tables(found, alike);
    }

    private Optional<TableName> alike(TableName name) throws SQLException {
        return Query.first(connection, ALIKE, Catalog::name, name.schema(), name.name());
    }

    private Optional<Table> table(TableName name) throws SQLException {
        return Query.first(connection, TABLE, row -> table(name, row), name.schema(), name.name());
    }

    private Table table(TableName name, ResultSet row) throws SQLException {
        Array primaryKey = row.getArray("primary_key");
        Set<Trait> traits = traits(row, EnumSet.allOf(Trait.class));
        long oid = row.getLong("oid");
        return new Table(
                name,
                columns(oid),
                primaryKey == null ? List.of() : List.of((String[]) primaryKey.getArray()),
                replicaIdentity(row.getString("replica_identity")),
                traits,
                new Table.Partitioning(
                        traits.contains(Trait.PARTITION) ? ancestors(oid) : List.of(),
                        traits.contains(Trait.PARTITIONED) ? unusualPartitions(oid) : List.of()));
    }

    private List<TableName> ancestors(long table) throws SQLException {
        return Query.list(connection, ANCESTORS, Catalog::name, table, table);
    }

    private List<Partition> unusualPartitions(long table) throws SQLException {
        return Query.list(
                connection,
                UNUSUAL_PARTITIONS,
                row -> new Partition(
                        name(row), replicaIdentity(row.getString("replica_identity")), traits(row, OF_PARTITIONS)),
                table);
    }

    private static TableName name(ResultSet row) throws SQLException {
        return new TableName(row.getString(1), row.getString(2));
    }

    private static Set<Trait> traits(ResultSet row, Set<Trait> possible) throws SQLException {
        Set<Trait> traits = EnumSet.noneOf(Trait.class);
        for (Trait trait : possible) {
            if (row.getBoolean(trait.name().toLowerCase(Locale.ROOT))) {
                traits.add(trait);
            }
        }
        return traits;
    }

    private static Table.ReplicaIdentity replicaIdentity(String letter) {
        return switch (letter) {
            case "d" -> Table.ReplicaIdentity.PRIMARY_KEY;
            case "f" -> Table.ReplicaIdentity.FULL;
            default -> Table.ReplicaIdentity.OTHER;
        };
    }

    private Map<String, Column> columns(long table) throws SQLException {
        Map<String, Column> columns = new LinkedHashMap<>();
        Query.list(connection, COLUMNS, Catalog::column, table).forEach(column -> columns.put(column.name(), column));
        return columns;
    }

    private static Column column(ResultSet row) throws SQLException {
        return new Column(
                row.getString("attname"),
                row.getString("type_name"),
                ColumnType.ofPostgres(row.getString("scalar_name")),
                row.getBoolean("is_array"),
                row.getBoolean("is_domain"),
                Column.Generated.valueOf(row.getString("generated")),
                row.getBoolean("nondeterministic"),
                row.getString("named"));
    }
}
