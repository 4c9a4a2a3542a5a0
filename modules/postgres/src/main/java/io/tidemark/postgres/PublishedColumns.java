package io.tidemark.postgres;

import io.tidemark.model.TableName;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.postgres.Table.Trait;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a publication has to send of each mapped table: the whole table, or listed columns. Pure.
 *
 * <p>Listing is for those who ask for it: Postgres refuses to drop a column that a publication lists, or to change its type,
 * and the application's own migrations would fail (decision 20). A table whose replica identity is FULL is never listed:
 * Postgres refuses UPDATE and DELETE of a table whose list leaves out a column of the identity.
 *
 * @param tables by table, the columns that are needed, sorted
 * @param listed whether these columns are listed; otherwise the tables are published whole
 * @param full the tables whose replica identity is FULL, in one of their partitions at least
 * @param partitioned the tables that are partitioned
 * @param generated the tables, published whole, of which a generated column is needed
 */
public record PublishedColumns(
        Map<TableName, Set<String>> tables,
        boolean listed,
        Set<TableName> full,
        Set<TableName> partitioned,
        Set<TableName> generated) {

    /**
     * Of a mapping.
     *
     * @param listed whether key and mapped columns are listed; otherwise each table is published whole
     * @param known what {@link Catalog#tables} found for the mapping's tables
     */
    public static PublishedColumns of(Mapping mapping, boolean listed, Map<TableName, Table> known) {
        Map<TableName, Set<String>> tables = new TreeMap<>();
        Set<TableName> full = new TreeSet<>();
        Set<TableName> partitioned = new TreeSet<>();
        Set<TableName> generated = new TreeSet<>();
        for (ElementMapping element : mapping.elements()) {
            TableName name = element.table();
            tables.put(name, new TreeSet<>(element.columns()));
            Table table = known.get(name);
            if (table != null && table.isFullSomewhere()) {
                full.add(name);
            }
            if (table != null && table.traits().contains(Trait.PARTITIONED)) {
                partitioned.add(name);
            }
            if (table != null && !listed && table.hasGenerated(element.columns())) {
                generated.add(name);
            }
        }
        return new PublishedColumns(tables, listed, full, partitioned, generated);
    }

    /** The columns that are needed of one of the tables. */
    Set<String> of(TableName table) {
        return Objects.requireNonNull(tables.get(table), table::toString);
    }

    /** Whether everything is published of one of the tables. */
    boolean isWhole(TableName table) {
        return !listed || full.contains(table);
    }

    /** The table as a publication names it: {@code ONLY "public"."users" ("id", "name")}. */
    String entry(TableName table) {
        String columns =
                isWhole(table) ? "" : of(table).stream().map(Sql::quote).collect(Collectors.joining(", ", " (", ")"));
        return "ONLY " + table.quoted() + columns;
    }
}
