package io.tidemark.lab.chaos.writer;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Random;
import java.util.UUID;

/** Single rows: what an application does all day. */
final class SmallSteps {

    private SmallSteps() {}

    static int addEdge(Connection connection, Random random) throws SQLException {
        return Sql.run(connection, EdgeTable.any(random).insertMany(), one(random), one(random));
    }

    private static UUID[] one(Random random) {
        return new UUID[] {People.crowd(random)};
    }

    static int removeEdge(Connection connection, Random random) throws SQLException {
        EdgeTable edges = EdgeTable.any(random);
        return Sql.run(
                connection,
                "delete from " + edges.name() + " where (" + edges.from() + ", " + edges.to() + ") in (select "
                        + edges.from() + ", " + edges.to() + " from " + edges.name() + " where " + edges.from()
                        + " = ? limit 1)",
                People.crowd(random));
    }

    static int touchEdge(Connection connection, Random random) throws SQLException {
        EdgeTable edges = EdgeTable.any(random);
        return Sql.run(
                connection,
                "update " + edges.name() + " set created_at = clock_timestamp() where " + edges.from() + " = ?",
                People.crowd(random));
    }

    static int rename(Connection connection, Random random) throws SQLException {
        return Sql.run(
                connection,
                "update users set username = ?, updated_at = clock_timestamp() where id = ?",
                People.name("renamed", random),
                People.crowd(random));
    }

    static int softDelete(Connection connection, Random random) throws SQLException {
        return Sql.run(
                connection,
                "update users set deleted_at = case when deleted_at is null then clock_timestamp() end where id = ?",
                People.crowd(random));
    }

    /** Takes the user's edges along. */
    static int deleteUser(Connection connection, Random random) throws SQLException {
        return 5 * Sql.run(connection, "delete from users where id = ?", People.crowd(random));
    }

    /** Whoever was deleted comes back with the same id. */
    static int createUser(Connection connection, Random random) throws SQLException {
        return create(connection, People.crowd(random), random);
    }

    /** A life ends and the next one begins in one transaction. */
    static int deleteAndCreate(Connection connection, Random random) throws SQLException {
        UUID user = People.crowd(random);
        int rows = 5 * Sql.run(connection, "delete from users where id = ?", user);
        rows += create(connection, user, random);
        return rows + Sql.run(connection, EdgeTable.any(random).insertMany(), new UUID[] {user}, one(random));
    }

    static int create(Connection connection, UUID user, Random random) throws SQLException {
        return Sql.run(
                connection,
                "insert into users (id, username) values (?, ?) on conflict do nothing",
                user,
                People.name("user's \"name\"", random));
    }
}
