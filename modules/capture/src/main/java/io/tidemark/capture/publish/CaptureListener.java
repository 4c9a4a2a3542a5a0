package io.tidemark.capture.publish;

import io.tidemark.model.position.Filling;
import java.time.Instant;
import java.util.List;

/**
 * Receives what a capture does, as it does it. Called on the capture's threads, of which some run at the same time; a
 * listener returns at once and throws nothing.
 */
public interface CaptureListener {

    /** A session of the engine has started: this capture is in charge, and connected. */
    default void sessionStarted() {}

    /** A session has ended; what follows it is one of the next two, another session, or the end. */
    default void sessionEnded() {}

    /** No session: another capture runs. */
    default void standingBy(String why) {}

    /** No session: something is unavailable, and is tried again. */
    default void waitingFor(String why) {}

    /** Within a session something has failed that is tried again. */
    default void retrying(String why) {}

    /** A snapshot has read a row of this topic's table. */
    default void snapshotRowRead(String topic) {}

    /** These tables are being filled, this far; called at the start of a session and whenever that has changed. */
    default void filling(List<Filling> tables) {}

    /** So many rows of this topic's table were read to fill it. */
    default void rowsFilled(String topic, long rows) {}

    /** A batch is on its way to Kafka. */
    default void batchStarted() {}

    /** That batch is committed. */
    default void batchPublished(Segment batch) {}

    /** Postgres answers beside the engine. */
    default void sourceAnswered() {}

    /** Postgres does not answer beside the engine. */
    default void sourceUnreachable(String why) {}

    /** Postgres' clock, just now. */
    default void sourceClockRead(Instant now) {}
}
