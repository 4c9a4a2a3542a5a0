package io.tidemark.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.position.Lsn;
import io.tidemark.model.position.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Progress as a record of the progress topic: JSON under the key {@code progress}. That topic also holds the capture's
 * resume point, under another key. Pure.
 */
public final class ProgressRecord {

    private static final byte[] KEY = "progress".getBytes(StandardCharsets.UTF_8);
    private static final ObjectMapper JSON = new ObjectMapper();

    private ProgressRecord() {}

    /** The key of every progress record. */
    public static byte[] key() {
        return KEY.clone();
    }

    /** Whether a record with this key is one. */
    public static boolean isKey(byte @Nullable [] key) {
        return Arrays.equals(KEY, key);
    }

    /** The record's value. */
    public static byte[] value(Progress progress) {
        ObjectNode node = JSON.createObjectNode();
        node.put("lsn", progress.lsn().toString());
        node.put("committedAt", progress.committedAt().toString());
        ObjectNode ends = node.putObject("ends");
        progress.ends().forEach((topic, offsets) -> {
            ArrayNode partitions = ends.putArray(topic);
            offsets.forEach(partitions::add);
        });
        try {
            return JSON.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("strings and numbers are JSON", e);
        }
    }

    /**
     * Reads what {@link #value} wrote; fields it does not know are left alone.
     *
     * @throws TidemarkException DEAD_LETTER when it is something else
     */
    public static Progress parse(byte @Nullable [] value) {
        try {
            JsonNode node = JSON.readTree(value == null ? new byte[0] : value);
            Map<String, List<Long>> ends = new HashMap<>();
            node.required("ends").properties().forEach(topic -> {
                List<Long> offsets = new ArrayList<>();
                topic.getValue().forEach(offset -> offsets.add(offset.asLong()));
                ends.put(topic.getKey(), offsets);
            });
            return new Progress(
                    Lsn.parse(node.required("lsn").asText()),
                    Instant.parse(node.required("committedAt").asText()),
                    ends);
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            throw new TidemarkException(
                    Category.DEAD_LETTER,
                    "a progress record cannot be read: only the capture may write to the progress topic",
                    e);
        }
    }
}
