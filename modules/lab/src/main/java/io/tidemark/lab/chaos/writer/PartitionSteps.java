package io.tidemark.lab.chaos.writer;

import io.tidemark.postgres.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Random;

/**
 * Partitions that are detached, attached again and emptied. None of it is in the log, and each time the capture reads the whole table again.
 * What is detached is not written to, but it may be emptied; its rows meanwhile go to the default partition.
 */
enum PartitionSteps {
    FIRST("visits_first", "from (minvalue) to ('000000c0-0000-0000-8000-000000000190')", "visitor_id <", 0x190),
    SECOND(
            "visits_second",
            "from ('000000c0-0000-0000-8000-000000000190') to ('000000c0-0000-0000-8000-0000000002bc')",
            "visitor_id < '000000c0-0000-0000-8000-0000000002bc' and visitor_id >=",
            0x190);

    private final String table;
    private final String bounds;
    private final String comparison;
    private final int bound;

    PartitionSteps(String table, String bounds, String comparison, int bound) {
        this.table = table;
        this.bounds = bounds;
        this.comparison = comparison;
        this.bound = bound;
    }

    /** Detaches a partition, or attaches it if it is detached, or empties one. */
    static int change(Connection connection, Random random) throws SQLException {
        // every writer of the table waits behind the lock that this waits for
        Sql.run(connection, "set local lock_timeout = '500ms'");
        PartitionSteps partition = values()[random.nextInt(values().length)];
        if (random.nextInt(4) == 0) {
            Sql.run(connection, "truncate " + (random.nextBoolean() ? partition.table : "visits_second_odd"));
            return 50;
        }
        return partition.isAttached(connection) ? partition.detach(connection) : partition.attach(connection);
    }

    private boolean isAttached(Connection connection) throws SQLException {
        return Query.first(connection, "select from pg_inherits where inhrelid = ?::regclass", row -> true, table)
                .isPresent();
    }

    private int detach(Connection connection) throws SQLException {
        Sql.run(connection, "alter table visits detach partition " + table);
        return 50;
    }

    /** Rows of its bounds in the default partition are deleted: they would be there twice. */
    private int attach(Connection connection) throws SQLException {
        int rows = Sql.run(connection, "delete from visits_rest where " + comparison + " ?", People.crowd(bound));
        Sql.run(connection, "alter table visits attach partition " + table + " for values " + bounds);
        return 50 + rows;
    }
}
