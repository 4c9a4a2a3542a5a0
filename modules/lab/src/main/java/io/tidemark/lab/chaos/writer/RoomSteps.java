package io.tidemark.lab.chaos.writer;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Nodes whose key has two columns, with a foreign key that shares one of them: to rooms that are there, gone, or none. */
final class RoomSteps {

    private static final int HOUSES = 8;
    private static final int ROOMS = 40;

    private RoomSteps() {}

    /** A house's number; every other time the first, which all writers write to. */
    static int house(Random random) {
        return random.nextBoolean() ? 0 : random.nextInt(HOUSES);
    }

    static int room(Random random) {
        return random.nextInt(ROOMS);
    }

    /** A room is created or gets another title and another main room, or none. */
    static int furnish(Connection connection, Random random) throws SQLException {
        @Nullable Integer main = random.nextInt(3) == 0 ? null : room(random);
        return Sql.run(
                connection,
                "insert into rooms (house, no, main_no, title) values (?, ?, ?, ?) on conflict (house, no) do update"
                        + " set main_no = excluded.main_no, title = excluded.title",
                house(random),
                room(random),
                main,
                People.name("room", random));
    }

    static int close(Connection connection, Random random) throws SQLException {
        return Sql.run(
                connection,
                "update rooms set closed_at = case when closed_at is null then clock_timestamp() end"
                        + " where house = ? and no = ?",
                house(random),
                room(random));
    }

    /** One column of the key changes; fails where that room is there. */
    static int renumber(Connection connection, Random random) throws SQLException {
        return 2
                * Sql.run(
                        connection,
                        "update rooms set no = ? where house = ? and no = ?",
                        room(random),
                        house(random),
                        room(random));
    }

    /** Some rooms are in another house, with their numbers: the other column of the key, and of the foreign key. */
    static int move(Connection connection, Random random) throws SQLException {
        int house = house(random);
        int first = room(random);
        return 2
                * Sql.run(
                        connection,
                        "update rooms set house = ? where house = ? and no between ? and ?",
                        random.nextInt(HOUSES),
                        house,
                        first,
                        first + random.nextInt(3));
    }

    /** Every other time the room is created again in the same transaction. */
    static int delete(Connection connection, Random random) throws SQLException {
        int rows = Sql.run(connection, "delete from rooms where house = ? and no = ?", house(random), room(random));
        return random.nextBoolean() ? rows : rows + furnish(connection, random);
    }

    /** Asks for rows to be read again, of rooms and of doors, whether they are there or not. */
    static int ask(Connection connection, Random random) throws SQLException {
        int house = house(random);
        Sql.call(
                connection,
                "select pg_logical_emit_message(true, 'tidemark.refresh', json_build_object('table', 'public.rooms',"
                        + " 'keys', json_build_array(json_build_array(?::int, ?::int), json_build_array(?::int, ?::int)))::text)",
                house,
                room(random),
                house(random),
                room(random));
        Sql.call(
                connection,
                "select pg_logical_emit_message(true, 'tidemark.refresh', json_build_object('table', 'public.doors',"
                        + " 'keys', json_agg(json_build_array(house, no, next_no)))::text)"
                        + " from (select * from doors where house = ? limit 5) as few having count(*) > 0",
                house);
        return 5;
    }
}
