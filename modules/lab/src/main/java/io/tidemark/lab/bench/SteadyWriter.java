package io.tidemark.lab.bench;

import io.tidemark.lab.social.SocialGraph;
import io.tidemark.postgres.Connections;
import io.tidemark.postgres.DatabaseUrl;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Commits steps by the clock, whether or not the one before was quick: a step that could not begin in time keeps the
 * time at which it should have.
 */
final class SteadyWriter {

    private final DatabaseUrl url;

    SteadyWriter(DatabaseUrl url) {
        this.url = url;
    }

    /**
     * When a step was due and when its commit had returned.
     *
     * @param dueNanos as {@link System#nanoTime}
     * @param committedNanos likewise
     */
    record Written(FollowTraffic.Step step, long dueNanos, long committedNanos) {}

    Written[] write(FollowTraffic traffic) throws SQLException {
        List<FollowTraffic.Step> steps = traffic.steps();
        Written[] written = new Written[steps.size()];
        try (Connection connection = Connections.openAsApplication(url);
                PreparedStatement insert =
                        connection.prepareStatement("insert into follows (follower_id, following_id) values (?, ?)");
                PreparedStatement delete =
                        connection.prepareStatement("delete from follows where follower_id = ? and following_id = ?")) {
            long start = System.nanoTime();
            for (int i = 0; i < written.length; i++) {
                FollowTraffic.Step step = steps.get(i);
                long due = start + i * 1_000_000_000L / traffic.perSecond();
                awaitTime(due);
                PreparedStatement statement = step.insert() ? insert : delete;
                statement.setObject(1, SocialGraph.id(step.edge().from()));
                statement.setObject(2, SocialGraph.id(step.edge().to()));
                if (statement.executeUpdate() != 1) {
                    throw new IllegalStateException("step " + i + " changed no row: the plan does not fit the tables");
                }
                written[i] = new Written(step, due, System.nanoTime());
            }
        }
        return written;
    }

    private static void awaitTime(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
