package io.tidemark.cli.chaos.judge;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One committed change of one row; a changed primary key is two of them, as in the topics.
 *
 * @param table with its schema
 * @param key the key columns' values, as {@link Texts#key} joins them
 * @param transaction Postgres' number of the transaction
 * @param row the row afterwards, all columns in the table's order, in the form of {@link Texts}; empty for a delete
 */
public record Change(String table, String key, Operation operation, long transaction, List<@Nullable String> row) {

    private static final int HASH_BITS = 30;

    public Change {
        row = java.util.Collections.unmodifiableList(new java.util.ArrayList<>(row));
    }

    /** Operation, transaction and a hash of the row in one number, so that millions fit into memory. */
    long entry() {
        long hash = (row.hashCode() * 0x9E37_79B9_7F4A_7C15L) >>> (Long.SIZE - HASH_BITS);
        return operation.code() << 62 | (transaction & 0xFFFF_FFFFL) << HASH_BITS | hash;
    }

    /** An entry for people: {@code c@1234} is a create in transaction 1234. */
    static String describe(long entry) {
        return Operation.of(entry >>> 62).letter() + "@" + ((entry >>> HASH_BITS) & 0xFFFF_FFFFL);
    }
}
