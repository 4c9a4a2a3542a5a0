package io.tidemark.postgres;

import io.tidemark.model.TableName;
import java.util.List;
import java.util.Map;

/**
 * A table as the catalog has it.
 *
 * @param name its name
 * @param ordinary whether it is an ordinary table: no view, no partitioned or foreign table
 * @param columns its columns by name, in their order
 * @param primaryKey the key's columns in the key's order; empty when there is none
 * @param toasted whether rows may grow so long that values are stored out of line
 * @param replicaIdentity what the log says of a row that is changed or deleted
 * @param readable whether this role may SELECT from it
 */
public record Table(
        TableName name,
        boolean ordinary,
        Map<String, Column> columns,
        List<String> primaryKey,
        boolean toasted,
        ReplicaIdentity replicaIdentity,
        boolean readable) {

    /** What identifies the old row in the log. */
    public enum ReplicaIdentity {
        /** Its primary key. */
        PRIMARY_KEY,
        /** All its columns. */
        FULL,
        /** Some other index, or nothing. */
        OTHER
    }
}
