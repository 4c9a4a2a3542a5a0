package io.tidemark.postgres;

import io.tidemark.model.TableName;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the catalog has of the tables that were asked for.
 *
 * @param found those that exist, by name
 * @param alike for a table that does not exist, one whose name differs only by case; without an entry there is none
 */
public record Tables(Map<TableName, Table> found, Map<TableName, TableName> alike) {

    public Tables {
        found = Collections.unmodifiableMap(new TreeMap<>(found));
        alike = Map.copyOf(alike);
    }

    /** The same, seen by a role that may read all of it. */
    public Tables readable() {
        Map<TableName, Table> readable = new TreeMap<>();
        found.forEach((name, table) -> readable.put(name, table.readable()));
        return new Tables(readable, alike);
    }
}
