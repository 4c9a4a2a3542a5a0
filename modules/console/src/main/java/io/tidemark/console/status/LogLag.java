package io.tidemark.console.status;

import io.tidemark.console.status.SourceReader.Head;
import io.tidemark.model.position.Lsn;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a position is behind Postgres' log.
 *
 * @param bytes null when it cannot be told
 * @param seconds null when it cannot be told
 */
record LogLag(@Nullable Long bytes, @Nullable Double seconds) {

    private static final LogLag UNKNOWN = new LogLag(null, null);
    private static final Lsn NONE = new Lsn(0);
    private static final double MILLIS_A_SECOND = 1_000;

    /** The parts are read one after the other, so a position may be a little ahead of the log that was read before it. */
    private static final Duration READ_LATER = Duration.ofSeconds(10);

    /** @param head null when Postgres is away */
    static LogLag of(Lsn position, Instant committedAt, @Nullable Head head) {
        if (head == null
                || position.equals(NONE)
                || isOfAnotherLog(position, committedAt, head.written(), head.now())) {
            return UNKNOWN;
        }
        long bytes =
                position.compareTo(head.written()) >= 0 ? 0 : head.written().bytesSince(position);
        long millis = Duration.between(committedAt, head.now()).toMillis();
        return new LogLag(bytes, bytes == 0 ? 0 : Math.max(0, millis) / MILLIS_A_SECOND);
    }

    /** Whether a position cannot have come from this log: it is ahead of it, and was so a while ago. */
    static boolean isOfAnotherLog(Lsn position, Instant committedAt, Lsn written, Instant now) {
        return position.compareTo(written) > 0 && committedAt.isBefore(now.minus(READ_LATER));
    }
}
