package io.tidemark.lab.chaos.writer;

import io.tidemark.postgres.DatabaseUrl;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** One connection that does step after step, until it is interrupted. */
final class Writer implements Runnable {

    private final WritingConnection connection;
    private final Step step;
    private final Random random;
    private final Gate gate;
    private final Pace pace;
    private final Counts counts;

    /** How long to rest after so many rows. */
    @FunctionalInterface
    interface Pace {
        long millisAfter(int rows);
    }

    Writer(DatabaseUrl database, Step step, Random random, Gate gate, Pace pace, Counts counts) {
        this.connection = new WritingConnection(database);
        this.step = step;
        this.random = random;
        this.gate = gate;
        this.pace = pace;
        this.counts = counts;
    }

    @Override
    public void run() {
        try (connection) {
            while (true) {
                int[] rows = {0};
                gate.through(() -> rows[0] = transaction());
                TimeUnit.MILLISECONDS.sleep(pace.millisAfter(rows[0]));
            }
        } catch (InterruptedException e) {
            // asked to end
        }
    }

    private int transaction() throws InterruptedException {
        Connection open = connection.get();
        try {
            int rows = step.run(open, random);
            open.commit();
            counts.committed();
            return rows;
        } catch (SQLException e) {
            counts.failed(e);
            connection.recover(e);
            return 1;
        }
    }
}
