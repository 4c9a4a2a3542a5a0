package io.tidemark.capture.resume;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.position.Lsn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A resume point as JSON. Pure. */
public final class ResumePointJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ResumePointJson() {}

    /** As one line. */
    public static String write(ResumePoint point) {
        ObjectNode node = JSON.createObjectNode();
        node.put("batch", point.batch());
        ObjectNode source = node.putObject("source");
        source.put("systemIdentifier", point.source().systemIdentifier());
        source.put("database", point.source().database());
        point.source().tables().forEach(source.putObject("tables")::put);
        if (point.position() instanceof Position.Snapshot snapshot) {
            offsets(node.putObject("snapshot").putObject("sweepBelow"), snapshot.sweepBelow());
        } else if (point.position() instanceof Position.Streaming streaming) {
            ObjectNode position = node.putObject("streaming");
            position.put("lsn", streaming.lsn().toString());
            streaming.unfinished().ifPresent(unfinished -> {
                position.put("transactionId", unfinished.transactionId());
                position.put("published", unfinished.published());
            });
        }
        offsets(node.putObject("ends"), point.ends());
        return node.toString();
    }

    private static void offsets(ObjectNode node, Map<String, List<Long>> offsets) {
        offsets.forEach((topic, partitions) -> {
            ArrayNode array = node.putArray(topic);
            partitions.forEach(array::add);
        });
    }

    /**
     * Reads what {@link #write} wrote; fields it does not know are left alone.
     *
     * @throws TidemarkException FATAL when it is something else
     */
    public static ResumePoint parse(String json) {
        try {
            JsonNode node = JSON.readTree(json);
            JsonNode source = node.required("source");
            Map<String, String> tables = new HashMap<>();
            source.required("tables")
                    .properties()
                    .forEach(
                            table -> tables.put(table.getKey(), table.getValue().asText()));
            return new ResumePoint(
                    node.required("batch").asText(),
                    new Source(
                            source.required("systemIdentifier").asText(),
                            source.required("database").asText(),
                            tables),
                    position(node),
                    offsets(node.required("ends")));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new TidemarkException(
                    Category.FATAL,
                    "the resume point in the progress topic cannot be read: it was written by something else, or by"
                            + " another version. To take a new snapshot: ./tidemark capture --resnapshot",
                    e);
        }
    }

    private static Position position(JsonNode node) {
        @Nullable JsonNode snapshot = node.get("snapshot");
        if (snapshot != null) {
            return new Position.Snapshot(offsets(snapshot.required("sweepBelow")));
        }
        JsonNode streaming = node.required("streaming");
        Lsn lsn = Lsn.parse(streaming.required("lsn").asText());
        if (!streaming.has("transactionId")) {
            return new Position.Streaming(lsn, Optional.empty());
        }
        return new Position.Streaming(
                lsn,
                Optional.of(new Position.Unfinished(
                        streaming.get("transactionId").asLong(),
                        streaming.required("published").asLong())));
    }

    private static Map<String, List<Long>> offsets(JsonNode node) {
        Map<String, List<Long>> offsets = new HashMap<>();
        node.properties().forEach(topic -> {
            List<Long> partitions = new ArrayList<>();
            topic.getValue().forEach(offset -> partitions.add(offset.asLong()));
            offsets.put(topic.getKey(), partitions);
        });
        return offsets;
    }
}
