package io.tidemark.lab.chaos.writer;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;

/** Rows of a partitioned table, some of which move to another partition. */
final class VisitSteps {

    private static final String SOME = " where visitor_id = ? and visited_id in"
            + " (select visited_id from visits where visitor_id = ? order by visited_id limit ?)";

    private VisitSteps() {}

    static int add(Connection connection, Random random) throws SQLException {
        return insert(connection, random, 1 + random.nextInt(3));
    }

    static int addMany(Connection connection, Random random) throws SQLException {
        return insert(connection, random, 20 + random.nextInt(200));
    }

    private static int insert(Connection connection, Random random, int rows) throws SQLException {
        return Sql.run(
                connection,
                "insert into visits (visitor_id, visited_id) select distinct x, y from unnest(?::uuid[], ?::uuid[])"
                        + " as pair(x, y) on conflict (visitor_id, visited_id) do update"
                        + " set seen_at = excluded.seen_at",
                users(random, rows),
                users(random, rows));
    }

    private static UUID[] users(Random random, int rows) {
        return Stream.generate(() -> random.nextInt(5) == 0 ? People.hot(random) : People.crowd(random))
                .limit(rows)
                .toArray(UUID[]::new);
    }

    static int touch(Connection connection, Random random) throws SQLException {
        UUID visitor = visitor(random);
        return Sql.run(
                connection,
                "update visits set seen_at = clock_timestamp()" + SOME,
                visitor,
                visitor,
                1 + random.nextInt(5));
    }

    /** Another visitor, who is mostly in another partition; fails where the visit is there already. */
    static int move(Connection connection, Random random) throws SQLException {
        UUID visitor = visitor(random);
        return 2 * Sql.run(connection, "update visits set visitor_id = ?" + SOME, visitor(random), visitor, visitor, 2);
    }

    static int remove(Connection connection, Random random) throws SQLException {
        UUID visitor = visitor(random);
        return Sql.run(connection, "delete from visits" + SOME, visitor, visitor, 1 + random.nextInt(8));
    }

    private static UUID visitor(Random random) {
        return random.nextInt(3) == 0 ? People.hot(random) : People.crowd(random);
    }
}
