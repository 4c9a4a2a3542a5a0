package io.tidemark.reconciler.run;

import java.time.Duration;

/**
 * What long work needs: both ends, the files it keeps, and how it is watched and stopped.
 *
 * @param tidemark waits for the graph
 * @param observer is notified of how far the work is
 * @param stop is asked at every step
 */
public record Session(Endpoints endpoints, StateFolder state, TidemarkWait tidemark, Observer observer, Stop stop)
        implements AutoCloseable {

    /**
     * Opens both ends and the state folder; the caller closes it.
     *
     * @param patience how long the tidemark may stand still
     * @throws io.tidemark.model.TidemarkException USAGE when another process has the folder, and as
     *     {@link Endpoints#open}
     */
    public static Session open(ReconcilerSettings settings, Duration patience, Observer observer, Stop stop) {
        StateFolder state = StateFolder.open(settings.state());
        try {
            Endpoints endpoints = Endpoints.open(settings);
            return new Session(endpoints, state, new TidemarkWait(endpoints, patience, stop), observer, stop);
        } catch (RuntimeException e) {
            state.close();
            throw e;
        }
    }

    @Override
    public void close() {
        try (state) {
            endpoints.close();
        }
    }
}
