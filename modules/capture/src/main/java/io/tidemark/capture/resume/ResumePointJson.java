package io.tidemark.capture.resume;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.tidemark.capture.json.CaptureJson;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.position.Lsn;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A resume point as JSON. Pure.
 *
 * @param snapshot present while one is taken
 * @param streaming present otherwise
 * @param keySchemas absent in what a version before wrote
 */
public record ResumePointJson(
        String batch,
        Source source,
        Position.@Nullable Snapshot snapshot,
        @Nullable Streaming streaming,
        Map<String, List<Long>> ends,
        @Nullable Map<String, Integer> keySchemas) {

    /** Both numbers are of the unfinished transaction, and absent where there is none. */
    record Streaming(
            String lsn,
            @Nullable Long transactionId,
            @Nullable Long published) {

        private static Streaming of(Position.Streaming position) {
            Position.Unfinished unfinished = position.unfinished().orElse(null);
            return new Streaming(
                    position.lsn().toString(),
                    unfinished == null ? null : unfinished.transactionId(),
                    unfinished == null ? null : unfinished.published());
        }

        private Position position() {
            return new Position.Streaming(
                    Lsn.parse(required(lsn)),
                    Optional.ofNullable(transactionId).map(id -> new Position.Unfinished(id, required(published))));
        }
    }

    /** As one line. */
    public static String write(ResumePoint point) {
        Position position = point.position();
        try {
            return CaptureJson.MAPPER.writeValueAsString(new ResumePointJson(
                    point.batch(),
                    point.source(),
                    position instanceof Position.Snapshot snapshot ? snapshot : null,
                    position.streaming().map(Streaming::of).orElse(null),
                    point.ends(),
                    point.keySchemas().isEmpty() ? null : point.keySchemas()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts and numbers are JSON", e);
        }
    }

    /**
     * Reads what {@link #write} wrote; fields it does not know are ignored.
     *
     * @throws TidemarkException FATAL when it is something else
     */
    public static ResumePoint parse(String json) {
        try {
            return required(CaptureJson.MAPPER.readValue(json, ResumePointJson.class))
                    .point();
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new TidemarkException(
                    Category.FATAL,
                    "the resume point in the progress topic cannot be read: it was written by something else, or by"
                            + " another version. To take a new snapshot: ./tidemark capture --resnapshot",
                    e);
        }
    }

    private ResumePoint point() {
        return new ResumePoint(
                required(batch),
                required(source),
                snapshot != null ? snapshot : required(streaming).position(),
                required(ends),
                keySchemas == null ? Map.of() : keySchemas);
    }

    private static <T> T required(@Nullable T part) {
        if (part == null) {
            throw new IllegalArgumentException("a part is missing");
        }
        return part;
    }
}
