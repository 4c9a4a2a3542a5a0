package io.tidemark.lab.social;

import io.tidemark.postgres.Query;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** A user's random next step: follow, unfollow, mute, unmute, block, unblock or rename. One transaction each. */
public final class SocialTraffic {

    private final Connection connection;
    private final Random random;
    private final List<UUID> users;

    /**
     * Prepares traffic among the users that are there now.
     *
     * @param connection in auto-commit mode; the caller closes it
     */
    public SocialTraffic(Connection connection, Random random) throws SQLException {
        this.connection = connection;
        this.random = random;
        this.users = Query.list(
                connection,
                "select id from users where deleted_at is null order by id",
                row -> row.getObject(1, UUID.class));
    }

    /** Commits one step; returns how many rows it changed. */
    public int step() throws SQLException {
        UUID one = anyone();
        UUID other = anyone();
        if (one.equals(other)) {
            return rename(one);
        }
        int dice = random.nextInt(100);
        if (dice < 45) {
            return add("follows (follower_id, following_id)", one, other);
        } else if (dice < 70) {
            return remove("follows where follower_id = ? and following_id = ?", one, other);
        } else if (dice < 78) {
            return add("mutes (muter_id, muted_id)", one, other);
        } else if (dice < 84) {
            return remove("mutes where muter_id = ? and muted_id = ?", one, other);
        } else if (dice < 90) {
            return add("blocks (blocker_id, blocked_id)", one, other);
        } else if (dice < 94) {
            return remove("blocks where blocker_id = ? and blocked_id = ?", one, other);
        }
        return rename(one);
    }

    private UUID anyone() {
        return users.get(random.nextInt(users.size()));
    }

    private int add(String target, UUID from, UUID to) throws SQLException {
        return pair("insert into " + target + " values (?, ?) on conflict do nothing", from, to);
    }

    private int remove(String rows, UUID from, UUID to) throws SQLException {
        return pair("delete from " + rows, from, to);
    }

    private int pair(String sql, UUID from, UUID to) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, from);
            statement.setObject(2, to);
            return statement.executeUpdate();
        }
    }

    private int rename(UUID user) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "update users set username = split_part(username, '-', 1) || '-' || ?, updated_at = now() where id = ?")) {
            statement.setString(1, Long.toString(random.nextLong() & Long.MAX_VALUE, 36));
            statement.setObject(2, user);
            return statement.executeUpdate();
        }
    }
}
