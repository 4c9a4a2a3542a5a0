package io.tidemark.lab.chaos.judge;

import io.tidemark.lab.chaos.judge.Operation.Role;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Operation, transaction and a hash of the row in one number, so that millions fit into memory. Pure. */
final class Entry {

    /** What {@link #state} says of an entry that leaves no row; no hash is negative. */
    static final long NOTHING = -1;

    private static final int HASH_BITS = 28;
    private static final int TRANSACTION_BITS = 32;
    private static final int MOST_SHOWN = 30;

    private Entry() {}

    /** @param transaction Postgres' number of it; 0 for statements, which belong to none */
    static long of(Operation operation, long transaction, List<@Nullable String> row) {
        long hash = (row.hashCode() * 0x9E37_79B9_7F4A_7C15L) >>> (Long.SIZE - HASH_BITS);
        return operation.code() << (HASH_BITS + TRANSACTION_BITS)
                | (transaction & 0xFFFF_FFFFL) << HASH_BITS
                | (operation.leavesNothing() ? 0 : hash);
    }

    static Operation operation(long entry) {
        return Operation.of(entry >>> (HASH_BITS + TRANSACTION_BITS));
    }

    static long transaction(long entry) {
        return (entry >>> HASH_BITS) & 0xFFFF_FFFFL;
    }

    /** What of the row is left: its hash, or {@link #NOTHING}. Not for requests. */
    static long state(long entry) {
        return operation(entry).leavesNothing() ? NOTHING : entry & ((1L << HASH_BITS) - 1);
    }

    /** Those of one role, in their order. */
    static long[] only(Role role, long[] entries) {
        return Arrays.stream(entries)
                .filter(entry -> operation(entry).role() == role)
                .toArray();
    }

    /** The last of them for people: {@code c@1234} is a create in transaction 1234. */
    static String text(long[] entries) {
        int from = Math.max(0, entries.length - MOST_SHOWN);
        return (from > 0 ? "… " : "")
                + Arrays.stream(entries, from, entries.length)
                        .mapToObj(Entry::text)
                        .collect(Collectors.joining(" ", "[", "]"));
    }

    private static String text(long entry) {
        String letter = operation(entry).letter();
        return operation(entry).role() == Role.STATEMENT ? letter : letter + "@" + transaction(entry);
    }
}
