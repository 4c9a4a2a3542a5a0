package io.tidemark.capture.publish;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.tidemark.capture.json.CaptureJson;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A logical message that says which partitions a table had when it was written. A reader of the log that is behind must take these, not
 * those of now: rows that it has yet to read may belong to a partition that is gone by now.
 *
 * @param table with its schema
 * @param partitions as {@link io.tidemark.postgres.PartitionTree} has them
 */
public record PartitionsMessage(String table, String partitions) {

    /** The prefix of such messages. */
    public static final String PREFIX = "tidemark.partitions";

    private static final Pattern PARTITIONS = Pattern.compile("(-?\\d+\\.\\d+\\.\\d+(,-?\\d+\\.\\d+\\.\\d+)*+)?");

    /** The message's content. */
    public String text() {
        try {
            return CaptureJson.MAPPER.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("two texts cannot be written as JSON", e);
        }
    }

    /** Empty for a content that is not one; any session can write messages. */
    public static Optional<PartitionsMessage> parse(String text) {
        try {
            PartitionsMessage message = CaptureJson.MAPPER.readValue(text, PartitionsMessage.class);
            boolean whole = message != null && message.table() != null && message.partitions() != null;
            return whole && PARTITIONS.matcher(message.partitions()).matches()
                    ? Optional.of(message)
                    : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
