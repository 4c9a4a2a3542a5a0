package io.tidemark.lab.chaos.writer;

import java.util.List;
import java.util.Random;

/**
 * One of the three tables of pairs.
 *
 * @param from the column of the first user
 * @param to the column of the second
 */
record EdgeTable(String name, String from, String to) {

    static final List<EdgeTable> ALL = List.of(
            new EdgeTable("follows", "follower_id", "following_id"),
            new EdgeTable("mutes", "muter_id", "muted_id"),
            new EdgeTable("blocks", "blocker_id", "blocked_id"));

    static EdgeTable any(Random random) {
        int dice = random.nextInt(10);
        return ALL.get(dice < 6 ? 0 : dice < 8 ? 1 : 2);
    }

    /** Inserts the pairs whose users are there and which are new; takes two arrays of ids. */
    String insertMany() {
        return "insert into " + name + " (" + from + ", " + to + ") select distinct a.id, b.id"
                + " from unnest(?::uuid[], ?::uuid[]) as pair(x, y)"
                + " join users a on a.id = pair.x join users b on b.id = pair.y where a.id <> b.id"
                + " on conflict do nothing";
    }

    /** Takes two ids. */
    String where() {
        return " where " + from + " = ? and " + to + " = ?";
    }
}
