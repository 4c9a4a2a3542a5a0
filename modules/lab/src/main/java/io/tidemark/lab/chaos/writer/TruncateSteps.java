package io.tidemark.lab.chaos.writer;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.Random;

/** Tables of edges emptied at once. Users never are: everything that is written needs some. */
final class TruncateSteps {

    private static final int ONE_IN = 2;

    private TruncateSteps() {}

    /** Seldom does it, because it has the capture read a whole topic; alone or between changes of the same table. */
    static int edges(Connection connection, Random random) throws SQLException {
        if (random.nextInt(ONE_IN) > 0) {
            return SmallSteps.addEdge(connection, random);
        }
        // Everybody else waits behind the lock that it waits for.
        Sql.run(connection, "set local lock_timeout = '500ms'");
        int rows = random.nextBoolean() ? MediumSteps.addEdges(connection, random) : 0;
        Savepoint before = connection.setSavepoint();
        Sql.run(
                connection,
                random.nextInt(5) == 0
                        ? "truncate mutes, blocks"
                        : "truncate " + EdgeTable.any(random).name());
        if (random.nextInt(5) == 0) {
            connection.rollback(before);
        }
        return 50 + rows + (random.nextBoolean() ? MediumSteps.addEdges(connection, random) : 0);
    }
}
