package io.tidemark.lab.chaos.writer;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Transactions of 10 to 500 rows, and what is rolled back of them. */
final class MediumSteps {

    private MediumSteps() {}

    static int addEdges(Connection connection, Random random) throws SQLException {
        int rows = 10 + random.nextInt(491);
        return Sql.run(connection, EdgeTable.any(random).insertMany(), crowd(random, rows), crowd(random, rows));
    }

    private static UUID[] crowd(Random random, int number) {
        return Stream.generate(() -> People.crowd(random)).limit(number).toArray(UUID[]::new);
    }

    static int removeEdges(Connection connection, Random random) throws SQLException {
        EdgeTable edges = EdgeTable.any(random);
        return Sql.run(connection, "delete from " + edges.name() + " where " + edges.from() + " = any(?)", (Object)
                crowd(random, 1 + random.nextInt(30)));
    }

    static int touchEdges(Connection connection, Random random) throws SQLException {
        EdgeTable edges = EdgeTable.any(random);
        return Sql.run(
                connection,
                "update " + edges.name() + " set created_at = clock_timestamp() where " + edges.from() + " = any(?)",
                (Object) crowd(random, 1 + random.nextInt(15)));
    }

    /** Brings back everybody who was deleted. */
    static int createUsers(Connection connection, Random random) throws SQLException {
        UUID[] everybody =
                IntStream.range(0, People.CROWD).mapToObj(People::crowd).toArray(UUID[]::new);
        return Sql.run(
                connection,
                "insert into users (id, username) select id, ? || row_number() over () from unnest(?::uuid[]) as id"
                        + " on conflict do nothing",
                People.name("back", random),
                everybody);
    }

    /** Some of everything, parts of which are rolled back to a savepoint, one inside the other. */
    static int savepoints(Connection connection, Random random) throws SQLException {
        int rows = SmallSteps.rename(connection, random);
        for (int i = 0; i < 1 + random.nextInt(4); i++) {
            Savepoint outer = connection.setSavepoint();
            int between = SmallSteps.deleteAndCreate(connection, random) + addEdges(connection, random);
            Savepoint inner = connection.setSavepoint();
            between += KeySteps.moveUser(connection, random);
            if (random.nextBoolean()) {
                connection.rollback(inner);
            }
            if (random.nextBoolean()) {
                connection.rollback(outer);
            } else {
                connection.releaseSavepoint(outer);
                rows += between;
            }
            rows += SmallSteps.addEdge(connection, random);
        }
        return rows;
    }

    /** Work for nothing. */
    static int rollback(Connection connection, Random random) throws SQLException {
        addEdges(connection, random);
        removeEdges(connection, random);
        SmallSteps.deleteUser(connection, random);
        connection.rollback();
        return 0;
    }
}
