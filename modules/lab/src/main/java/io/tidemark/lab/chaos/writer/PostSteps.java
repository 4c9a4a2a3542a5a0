package io.tidemark.lab.chaos.writer;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Random;
import java.util.UUID;

/** Nodes with foreign keys that are edges: to authors and posts that are there, gone, or nobody. */
final class PostSteps {

    private PostSteps() {}

    static int write(Connection connection, Random random) throws SQLException {
        return Sql.run(
                connection,
                "insert into posts (id, author_id, parent_id, title) values (?, ?, ?, ?) on conflict (id) do update"
                        + " set author_id = excluded.author_id, parent_id = excluded.parent_id, title = excluded.title",
                People.post(random),
                author(random),
                random.nextBoolean() ? null : People.post(random),
                People.name("post", random));
    }

    private static UUID author(Random random) {
        return random.nextInt(4) == 0 ? People.hot(random) : People.crowd(random);
    }

    /** Another author, or none; another parent, itself, or none. */
    static int move(Connection connection, Random random) throws SQLException {
        return switch (random.nextInt(4)) {
            case 0 ->
                Sql.run(connection, "update posts set author_id = null where author_id = ?", People.crowd(random));
            case 1 -> Sql.run(connection, "update posts set parent_id = id where id = ?", People.post(random));
            case 2 ->
                Sql.run(
                        connection,
                        "update posts set parent_id = ? where id = ?",
                        People.post(random),
                        People.post(random));
            default ->
                Sql.run(
                        connection,
                        "update posts set author_id = ? where author_id = ?",
                        author(random),
                        People.crowd(random));
        };
    }

    static int softDelete(Connection connection, Random random) throws SQLException {
        return Sql.run(
                connection,
                "update posts set deleted_at = case when deleted_at is null then clock_timestamp() end where id = ?",
                People.post(random));
    }

    static int delete(Connection connection, Random random) throws SQLException {
        return Sql.run(
                connection,
                random.nextInt(3) == 0 ? "delete from posts where parent_id = ?" : "delete from posts where id = ?",
                People.post(random));
    }

    /** A life ends and the next one begins in one transaction, with another author. */
    static int deleteAndWrite(Connection connection, Random random) throws SQLException {
        return delete(connection, random) + write(connection, random) + write(connection, random);
    }
}
