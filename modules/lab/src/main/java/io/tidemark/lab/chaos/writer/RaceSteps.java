package io.tidemark.lab.chaos.writer;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Inserts and deletes of the same few keys from all connections: the log then holds a row's insert before the end of the
 * transaction that deletes its forerunner.
 */
final class RaceSteps {

    private RaceSteps() {}

    /** Waits for whoever is deleting the key, or fails on it: both are wanted. */
    static int insertHot(Connection connection, Random random) throws SQLException {
        EdgeTable edges = EdgeTable.any(random);
        return Sql.run(
                connection,
                "insert into " + edges.name() + " (" + edges.from() + ", " + edges.to()
                        + ") select a.id, b.id from users a, users b where a.id = ? and b.id = ? and a.id <> b.id",
                People.hot(random),
                People.hot(random));
    }

    static int deleteHot(Connection connection, Random random) throws SQLException {
        EdgeTable edges = EdgeTable.any(random);
        int rows = Sql.run(
                connection, "delete from " + edges.name() + edges.where(), People.hot(random), People.hot(random));
        linger(random);
        return rows;
    }

    /** Deletes and inserts the same key several times over in one transaction. */
    static int flicker(Connection connection, Random random) throws SQLException {
        EdgeTable edges = EdgeTable.any(random);
        UUID[] from = {People.hot(random)};
        UUID[] to = {People.hot(random)};
        int rows = 0;
        for (int i = 0; i < 3; i++) {
            rows += Sql.run(connection, "delete from " + edges.name() + edges.where(), from[0], to[0]);
            rows += Sql.run(connection, edges.insertMany(), from, to);
        }
        linger(random);
        return rows;
    }

    private static void linger(Random random) throws SQLException {
        try {
            TimeUnit.MILLISECONDS.sleep(random.nextInt(30));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted", e);
        }
    }
}
