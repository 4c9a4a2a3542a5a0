package io.tidemark.lab.chaos.writer;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;

/** Requests to refresh keys, whether they have rows or not, while others change them. */
final class RefreshSteps {

    private static final UUID FIRST = new UUID(0, 0);

    private RefreshSteps() {}

    /** Some edges that are there, and pairs that mostly are none; now and then those that everybody races for. */
    static int edges(Connection connection, Random random) throws SQLException {
        EdgeTable edges = EdgeTable.any(random);
        boolean hot = random.nextInt(3) == 0;
        int pairs = 1 + random.nextInt(10);
        Sql.call(
                connection,
                ask("(select json_agg(json_build_array(x, y)) from (select " + edges.from() + ", " + edges.to()
                        + " from (select * from " + edges.name() + " where " + edges.from()
                        + " = any(?) limit 20) as few union"
                        + " select * from unnest(?::uuid[], ?::uuid[])) as pair(x, y))"),
                edges.name(),
                some(random, hot, 3),
                some(random, hot, pairs),
                some(random, hot, pairs));
        return 10;
    }

    private static UUID[] some(Random random, boolean hot, int number) {
        return Stream.generate(() -> hot ? People.hot(random) : People.crowd(random))
                .limit(number)
                .toArray(UUID[]::new);
    }

    /** Users of the crowd, users whose ids change, and one that never was. */
    static int users(Connection connection, Random random) throws SQLException {
        UUID[] ids = Stream.concat(
                        Stream.of(some(random, random.nextBoolean(), 1 + random.nextInt(5))),
                        Stream.of(
                                People.mover(random.nextInt(People.MOVERS), false),
                                People.mover(random.nextInt(People.MOVERS), true),
                                new UUID(random.nextLong(), random.nextLong())))
                .toArray(UUID[]::new);
        Sql.call(connection, ask("(select json_agg(distinct id::text) from unnest(?::uuid[]) as id)"), "users", ids);
        return ids.length;
    }

    private static String ask(String keys) {
        return "select pg_logical_emit_message(true, 'tidemark.refresh',"
                + " json_build_object('table', ?::text, 'keys', " + keys + ")::text)";
    }

    /** A few dozen users, or the edges that begin at a few. */
    static int range(Connection connection, Random random) throws SQLException {
        int first = random.nextInt(People.CROWD);
        boolean ofUsers = random.nextBoolean();
        UUID from = People.crowd(first);
        UUID to = People.crowd(first + 1 + random.nextInt(ofUsers ? 40 : 4));
        String key = ofUsers ? "json_build_array(?::uuid)" : "json_build_array(?::uuid, '" + FIRST + "')";
        Sql.call(
                connection,
                "select pg_logical_emit_message(true, 'tidemark.refresh', json_build_object('table', ?::text, 'from', "
                        + key + ", 'to', " + key + ")::text)",
                ofUsers ? "public.users" : EdgeTable.any(random).name(),
                from,
                to);
        return 20;
    }

    /** Requests between changes of what they ask for, one perhaps rolled back. */
    static int amongChanges(Connection connection, Random random) throws SQLException {
        int rows = RaceSteps.flicker(connection, random) + edges(connection, random);
        Savepoint before = connection.setSavepoint();
        rows += SmallSteps.deleteAndCreate(connection, random) + users(connection, random);
        if (random.nextBoolean()) {
            connection.rollback(before);
        }
        return rows
                + KeySteps.moveUser(connection, random)
                + users(connection, random)
                + RaceSteps.deleteHot(connection, random);
    }
}
