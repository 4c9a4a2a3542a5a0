package io.tidemark.lab.chaos.writer;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;

/** Edges with a key of their own: several between the same users, ends that change, are null, or are nobody. */
final class RelationSteps {

    private static final String SOME = " where id in (select id from relationships where follower_id = ? limit ?)";

    private RelationSteps() {}

    static int add(Connection connection, Random random) throws SQLException {
        return insert(connection, random, 1 + random.nextInt(3), random.nextInt(3) == 0);
    }

    static int addMany(Connection connection, Random random) throws SQLException {
        return insert(connection, random, 20 + random.nextInt(300), false);
    }

    private static int insert(Connection connection, Random random, int rows, boolean hot) throws SQLException {
        return Sql.run(
                connection,
                "insert into relationships (follower_id, followed_id, kind, status)"
                        + " select x, y, 'kind ' || n % 3, case when n % 11 = 0 then 'asked' else 'accepted' end"
                        + " from unnest(?::uuid[], ?::uuid[]) with ordinality as pair(x, y, n)",
                users(random, rows, hot),
                users(random, rows, hot));
    }

    private static UUID[] users(Random random, int rows, boolean hot) {
        return Stream.generate(() -> hot ? People.hot(random) : People.crowd(random))
                .limit(rows)
                .toArray(UUID[]::new);
    }

    /** Other ends for some, in one direction or both, or another type. */
    static int move(Connection connection, Random random) throws SQLException {
        String change = switch (random.nextInt(5)) {
            case 0 -> "follower_id = followed_id, followed_id = follower_id";
            case 1 -> "followed_id = null";
            case 2 -> "followed_id = follower_id";
            case 3 -> "kind = 'kind " + random.nextInt(3) + "'";
            default -> "followed_id = '" + (random.nextBoolean() ? People.hot(random) : People.crowd(random)) + "'";
        };
        return Sql.run(
                connection, "update relationships set " + change + SOME, People.crowd(random), 1 + random.nextInt(5));
    }

    /** What an end lost it gets back. */
    static int fill(Connection connection, Random random) throws SQLException {
        return Sql.run(
                connection,
                "update relationships set followed_id = ? where id in"
                        + " (select id from relationships where followed_id is null limit 20)",
                People.crowd(random));
    }

    /** There and elsewhere and back, all in one transaction. */
    static int flicker(Connection connection, Random random) throws SQLException {
        UUID user = People.hot(random);
        int rows = 0;
        for (int i = 0; i < 3; i++) {
            rows += Sql.run(
                    connection,
                    "update relationships set followed_id = ?" + SOME,
                    i == 1 ? People.crowd(random) : user,
                    user,
                    4);
        }
        return rows;
    }

    /** Rows that count, and rows that do not. */
    static int decide(Connection connection, Random random) throws SQLException {
        String[] answers = {"accepted", "trusted", "refused"};
        return Sql.run(
                connection,
                "update relationships set status = nullif(?, 'refused')" + SOME,
                answers[random.nextInt(answers.length)],
                People.crowd(random),
                1 + random.nextInt(10));
    }

    /** A row gets another key. */
    static int renumber(Connection connection, Random random) throws SQLException {
        return 2
                * Sql.run(
                        connection,
                        "update relationships set id = nextval('relationships_id_seq')" + SOME,
                        People.crowd(random),
                        1);
    }

    static int remove(Connection connection, Random random) throws SQLException {
        return Sql.run(connection, "delete from relationships" + SOME, People.crowd(random), 1 + random.nextInt(8));
    }

    static int removeMany(Connection connection, Random random) throws SQLException {
        return Sql.run(
                connection,
                "delete from relationships where id in (select id from relationships order by id limit ?)",
                200 + random.nextInt(400));
    }

    /** Seldom: everybody else waits behind the lock that it waits for. */
    static int truncate(Connection connection, Random random) throws SQLException {
        if (random.nextInt(4) > 0) {
            return addMany(connection, random);
        }
        Sql.run(connection, "set local lock_timeout = '500ms'");
        Sql.run(connection, "truncate relationships");
        return 100 + addMany(connection, random);
    }
}
