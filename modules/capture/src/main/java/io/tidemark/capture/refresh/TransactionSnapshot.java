package io.tidemark.capture.refresh;

import io.tidemark.postgres.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which transactions a read in Postgres sees: {@code pg_current_snapshot()}.
 *
 * @param end no transaction from here on is seen; 64 bits, as all ids in here
 * @param running these are before it and not seen either
 */
record TransactionSnapshot(long end, Set<Long> running) {

    private static final long WRAPPED = 0xFFFF_FFFFL;

    /** What the connection's next statement sees; in a transaction that keeps its snapshot, all that follow. */
    static TransactionSnapshot of(Connection connection) throws SQLException {
        return Query.one(connection, "select pg_current_snapshot()::text", row -> parse(row.getString(1)));
    }

    /** Reads {@code xmin:xmax:xip,xip,…}. */
    static TransactionSnapshot parse(String text) {
        String[] parts = text.split(":", -1);
        return new TransactionSnapshot(
                Long.parseLong(parts[1]),
                parts[2].isEmpty()
                        ? Set.of()
                        : Arrays.stream(parts[2].split(",")).map(Long::valueOf).collect(Collectors.toSet()));
    }

    /**
     * Whether a committed transaction is seen.
     *
     * @param wrapped the lower 32 bits of its id; it is less than two billion transactions away
     */
    boolean sees(long wrapped) {
        int distance = (int) (wrapped - end);
        return distance < 0 && !running.contains(end + distance);
    }

    /** An id as the log's decoder has it. */
    static long wrap(long transactionId) {
        return transactionId & WRAPPED;
    }
}
