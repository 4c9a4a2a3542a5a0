package io.tidemark.capture.publish;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * The capture's own mark in the log: where it is read back, everything that committed earlier has been read. Carries a
 * secret of this session, so that no other process' message is taken for one.
 *
 * @param secret different for every session
 */
public record Heartbeat(String secret) {

    /** What every message of the capture and to it begins with. */
    public static final String PREFIX = "tidemark.heartbeat";

    /** One of its own. */
    public static Heartbeat random() {
        return new Heartbeat(UUID.randomUUID().toString());
    }

    /** When this heartbeat was written, by Postgres' clock; empty for a message that is none of this session's. */
    Optional<Instant> writtenAt(CapturedRecord.LogicalMessage message) {
        String start = secret + " ";
        if (message.place() != null
                || !message.prefix().equals(PREFIX)
                || !message.content().startsWith(start)) {
            return Optional.empty();
        }
        return Optional.of(Instant.ofEpochMilli(Long.parseLong(message.content().substring(start.length()))));
    }
}
