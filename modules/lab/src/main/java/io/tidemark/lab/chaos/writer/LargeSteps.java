package io.tidemark.lab.chaos.writer;

import io.tidemark.postgres.Query;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Random;
import java.util.function.IntFunction;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyOutputStream;

/** Groups of users with edges among them that come by COPY, change and go, each in one large transaction. */
final class LargeSteps {

    private LargeSteps() {}

    /**
     * Lets a group come if it is away; else it changes or goes.
     *
     * @param mostRows about the most rows of a group; it seldom has as many
     */
    static int group(Connection connection, Random random, int mostRows) throws SQLException {
        int group = random.nextInt(People.GROUPS);
        if (!isThere(connection, group)) {
            return come(connection, random, group, mostRows);
        }
        return random.nextInt(3) == 0 ? change(connection, group) : 2 * go(connection, group);
    }

    private static boolean isThere(Connection connection, int group) throws SQLException {
        return Query.first(connection, "select from users where id = ?", row -> true, People.member(group, 0))
                .isPresent();
    }

    private static int come(Connection connection, Random random, int group, int mostRows) throws SQLException {
        int most = Math.max(20, mostRows / 2);
        int users = most / 10 + (int) (Math.pow(random.nextDouble(), 3) * most * 9 / 10);
        String life = Long.toString(random.nextLong() & Long.MAX_VALUE, 36);
        copy(connection, "users (id, username)", users, i -> People.member(group, i) + "\t" + life + "-" + i);
        copy(
                connection,
                "follows (follower_id, following_id)",
                users,
                i -> People.member(group, i) + "\t" + People.member(group, (i + 1) % users));
        return 2 * users;
    }

    private static void copy(Connection connection, String target, int rows, IntFunction<String> row)
            throws SQLException {
        PGConnection postgres = connection.unwrap(PGConnection.class);
        try (java.io.Writer lines = new BufferedWriter(
                new OutputStreamWriter(
                        new PGCopyOutputStream(postgres, "copy " + target + " from stdin"), StandardCharsets.UTF_8),
                1 << 16)) {
            for (int i = 0; i < rows; i++) {
                lines.write(row.apply(i) + "\n");
            }
        } catch (IOException e) {
            throw e.getCause() instanceof SQLException failure
                    ? failure
                    : new SQLException("copying into " + target + " failed: " + e.getMessage(), "08006", e);
        }
    }

    private static int change(Connection connection, int group) throws SQLException {
        return Sql.run(
                connection,
                "update users set updated_at = clock_timestamp() where id between ? and ?",
                People.member(group, 0),
                People.member(group, Integer.MAX_VALUE));
    }

    private static int go(Connection connection, int group) throws SQLException {
        return Sql.run(
                connection,
                "delete from users where id between ? and ?",
                People.member(group, 0),
                People.member(group, Integer.MAX_VALUE));
    }
}
