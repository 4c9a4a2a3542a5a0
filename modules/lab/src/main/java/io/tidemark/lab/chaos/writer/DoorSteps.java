package io.tidemark.lab.chaos.writer;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Random;

/** Edges whose ends have keys of two columns, one of which they share. */
final class DoorSteps {

    private DoorSteps() {}

    static int add(Connection connection, Random random) throws SQLException {
        return insert(connection, random, 1 + random.nextInt(3));
    }

    static int addMany(Connection connection, Random random) throws SQLException {
        return insert(connection, random, 20 + random.nextInt(100));
    }

    private static int insert(Connection connection, Random random, int rows) throws SQLException {
        String room = "(random() * " + RoomSteps.room(random) + ")::int";
        return Sql.run(
                connection,
                "insert into doors (house, no, next_no) select distinct ?::int, " + room + ", " + room
                        + " from generate_series(1, ?) on conflict do nothing",
                RoomSteps.house(random),
                rows);
    }

    static int touch(Connection connection, Random random) throws SQLException {
        return Sql.run(
                connection,
                "update doors set made_at = clock_timestamp() where house = ? and no = ?",
                RoomSteps.house(random),
                RoomSteps.room(random));
    }

    /** An end changes, or the column that both ends share; fails where that door is there. */
    static int move(Connection connection, Random random) throws SQLException {
        int house = RoomSteps.house(random);
        String change = random.nextBoolean()
                ? "house = " + RoomSteps.house(random)
                : "no = next_no, next_no = " + RoomSteps.room(random);
        return 2
                * Sql.run(
                        connection,
                        "update doors set " + change + " where house = ? and (no, next_no) in"
                                + " (select no, next_no from doors where house = ? and no >= ? order by no, next_no limit 1)",
                        house,
                        house,
                        RoomSteps.room(random));
    }

    static int remove(Connection connection, Random random) throws SQLException {
        return Sql.run(
                connection,
                "delete from doors where house = ? and " + (random.nextBoolean() ? "no" : "next_no") + " = ?",
                RoomSteps.house(random),
                RoomSteps.room(random));
    }
}
