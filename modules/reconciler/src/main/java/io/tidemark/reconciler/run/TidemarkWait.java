package io.tidemark.reconciler.run;

import io.tidemark.graphstore.TidemarkReader;
import io.tidemark.graphstore.TidemarkReader.Standing;
import io.tidemark.graphstore.TidemarkReader.Tidemark;
import io.tidemark.model.position.Lsn;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Waits until the graph has everything up to a log position. It waits as long as the tidemark moves, or something else that
 * is looked at; when all stand still, nobody works. One thread.
 */
public final class TidemarkWait {

    private static final long SHORTEST_MILLIS = 10;
    private static final long LONGEST_MILLIS = 200;

    private final TidemarkReader reader;
    private final Diagnosis diagnosis;
    private final Duration patience;
    private final Stop stop;
    private final LongSupplier signOfLife;

    /**
     * Prepares to wait.
     *
     * @param patience how long the tidemark may stand still; a pipeline that runs moves it every second
     */
    public TidemarkWait(TidemarkReader reader, Diagnosis diagnosis, Duration patience, Stop stop) {
        this.reader = reader;
        this.diagnosis = diagnosis;
        this.patience = patience;
        this.stop = stop;
        this.signOfLife = () -> 0;
    }

    private TidemarkWait(TidemarkWait other, LongSupplier signOfLife) {
        this.reader = other.reader;
        this.diagnosis = other.diagnosis;
        this.patience = other.patience;
        this.stop = other.stop;
        this.signOfLife = signOfLife;
    }

    /**
     * The same wait that also goes on as long as a number changes, such as the changes applied to a graph that has no
     * tidemark because it is being filled.
     *
     * @param number is asked at every look, some times a second
     */
    public TidemarkWait orWhileMoves(LongSupplier number) {
        return new TidemarkWait(this, number);
    }

    /**
     * Returns once the tidemark is at this position or behind it.
     *
     * @throws NoAnswerException when the tidemark stands still for too long
     * @throws io.tidemark.reconciler.run.StoppedException when somebody has asked for it
     */
    public Tidemark until(Lsn lsn) throws InterruptedException {
        long moved = System.nanoTime();
        long pause = SHORTEST_MILLIS;
        Optional<Lsn> before = Optional.empty();
        long sign = signOfLife.getAsLong();
        while (true) {
            stop.check();
            Standing standing = reader.standing();
            Optional<Lsn> now = standing.tidemark().map(Tidemark::lsn);
            if (now.isPresent() && now.get().compareTo(lsn) >= 0) {
                return standing.tidemark().orElseThrow();
            }
            long lastSign = sign;
            sign = signOfLife.getAsLong();
            if (!now.equals(before) || sign != lastSign) {
                before = now;
                moved = System.nanoTime();
            } else if (System.nanoTime() - moved > patience.toNanos()) {
                throw new NoAnswerException(message(lsn, now, standing));
            }
            Thread.sleep(pause);
            pause = Math.min(LONGEST_MILLIS, pause * 2);
        }
    }

    private String message(Lsn lsn, Optional<Lsn> now, Standing standing) {
        String stands = now.map(position -> "the tidemark stands at " + position)
                .orElse("the graph has no tidemark, as while it is being filled");
        return stands + " and has not moved for " + patience.toSeconds() + " s, but " + lsn + " is waited for: "
                + standing.hold()
                        .map(reason ->
                                "a hold lies on the graph (" + reason + "): let ./tidemark reconcile clear end it")
                        .orElseGet(diagnosis::whoIsMissing);
    }
}
