package io.tidemark.lab.chaos.writer;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** A transaction that stays open for long, across whatever is killed meanwhile, and writes now and then. */
final class PatientSteps implements Step {

    private static final int PATIENTS = 200;
    private static final long PAUSE_MILLIS = 500;

    private final Gate gate;
    private final Duration longest;

    PatientSteps(Gate gate, Duration longest) {
        this.gate = gate;
        this.longest = longest;
    }

    @Override
    public int run(Connection connection, Random random) throws SQLException {
        long end = System.nanoTime() + (long) (random.nextDouble() * longest.toNanos());
        int rows = 0;
        do {
            rows += write(connection, random);
            pause();
        } while (System.nanoTime() < end && !gate.isShutting());
        if (random.nextInt(3) == 0) {
            connection.rollback();
        }
        return rows;
    }

    private static int write(Connection connection, Random random) throws SQLException {
        UUID user = People.patient(random.nextInt(PATIENTS));
        return switch (random.nextInt(3)) {
            case 0 -> Sql.run(connection, "delete from users where id = ?", user);
            case 1 -> SmallSteps.create(connection, user, random);
            default ->
                Sql.run(connection, EdgeTable.any(random).insertMany(), new UUID[] {user}, new UUID[] {
                    People.patient(random.nextInt(PATIENTS))
                });
        };
    }

    private static void pause() throws SQLException {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted", e);
        }
    }
}
