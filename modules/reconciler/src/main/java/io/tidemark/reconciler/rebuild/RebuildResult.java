package io.tidemark.reconciler.rebuild;

import io.tidemark.model.position.Lsn;
import java.time.Duration;

/**
 * What a rebuild did.
 *
 * @param cleared what went before
 * @param reached how far the graph is now, at least as far as Postgres was when the rebuild began
 * @param applied how many row changes the sink has applied since the graph was empty
 * @param replay how long that took
 */
public record RebuildResult(ClearResult cleared, Lsn reached, long applied, Duration replay) {

    /** Row changes a second, over the whole replay. */
    public double changesPerSecond() {
        return applied * 1e9 / Math.max(1, replay.toNanos());
    }
}
