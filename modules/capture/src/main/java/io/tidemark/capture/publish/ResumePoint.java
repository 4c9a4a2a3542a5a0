package io.tidemark.capture.publish;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the engine goes on after a restart; it lies in the progress topic, in the same Kafka transaction as the rows up to
 * it.
 *
 * @param batch names the batch it was published with, different for every batch: tells whether a commit whose answer was
 *     lost went through
 * @param sourceOffset the engine's own offset as JSON, never looked into
 */
public record ResumePoint(String batch, String sourceOffset) {

    /** The key of its records in the progress topic. */
    public static final String KEY = "resume-point";

    private static final ObjectMapper JSON = new ObjectMapper();

    static ResumePoint of(String batch, Map<String, ?> sourceOffset) {
        try {
            return new ResumePoint(batch, JSON.writeValueAsString(sourceOffset));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an offset of the engine is plain strings, numbers and booleans", e);
        }
    }

    /** Each batch has a name of its own, so that the name alone tells. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ResumePoint point && point.batch.equals(batch);
    }

    @Override
    public int hashCode() {
        return batch.hashCode();
    }

    String toJson() {
        ObjectNode node = JSON.createObjectNode();
        node.put("batch", batch);
        try {
            node.set("sourceOffset", JSON.readTree(sourceOffset));
            return JSON.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the source offset is JSON", e);
        }
    }

    /**
     * Reads what {@link #toJson} wrote; fields it does not know are left alone.
     *
     * @throws TidemarkException FATAL when it is something else
     */
    static ResumePoint parse(String json) {
        try {
            JsonNode node = JSON.readTree(json);
            JsonNode batch = node.get("batch");
            JsonNode offset = node.get("sourceOffset");
            if (batch != null && offset != null && offset.isObject()) {
                return new ResumePoint(batch.asText(), JSON.writeValueAsString(offset));
            }
        } catch (JsonProcessingException e) {
            // told below, without the parser's excerpt
        }
        throw new TidemarkException(
                Category.FATAL,
                "the resume point in the progress topic cannot be read: it was written by something else, or by a later"
                        + " version");
    }
}
