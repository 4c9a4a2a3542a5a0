package io.tidemark.lab.chaos.writer;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Random;
import java.util.stream.IntStream;

/** Changed primary keys. */
final class KeySteps {

    private KeySteps() {}

    /** A user without edges goes to its other id, or back. */
    static int moveUser(Connection connection, Random random) throws SQLException {
        int mover = random.nextInt(People.MOVERS);
        boolean moved = random.nextBoolean();
        int rows = Sql.run(
                connection,
                "update users set id = ?, username = ? where id = ?",
                People.mover(mover, moved),
                People.name("mover", random),
                People.mover(mover, !moved));
        return rows > 0
                ? 2 * rows
                : Sql.run(
                        connection,
                        "insert into users (id, username) select ?, ? where not exists"
                                + " (select from users where id = ?) on conflict do nothing",
                        People.mover(mover, moved),
                        People.name("mover", random),
                        People.mover(mover, !moved));
    }

    /** Many of them in one transaction, some there and back. */
    static int moveMany(Connection connection, Random random) throws SQLException {
        int rows = 0;
        for (int i : IntStream.range(0, 10 + random.nextInt(40)).toArray()) {
            rows += moveUser(connection, random) + (i % 5 == 0 ? moveUser(connection, random) : 0);
        }
        return rows;
    }

    /** An edge gets another end; fails when that edge is there already. */
    static int moveEdge(Connection connection, Random random) throws SQLException {
        EdgeTable edges = EdgeTable.any(random);
        return 2
                * Sql.run(
                        connection,
                        "update " + edges.name() + " set " + edges.to()
                                + " = other.id from users other where other.id = ?"
                                + " and other.id <> " + edges.from() + " and (" + edges.from() + ", " + edges.to()
                                + ") in (select " + edges.from() + ", " + edges.to() + " from " + edges.name()
                                + " where " + edges.from() + " = ? limit 1)",
                        People.crowd(random),
                        People.crowd(random));
    }
}
