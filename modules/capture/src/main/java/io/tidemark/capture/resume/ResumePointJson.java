package io.tidemark.capture.resume;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.tidemark.capture.json.CaptureJson;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.position.Lsn;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A resume point as JSON. Pure.
 *
 * @param snapshot present while one is taken
 * @param streaming present otherwise
 * @param written by table, what {@link Source#tables} says of it behind the ids; apart from them, because version 0.1 compares the ids alone and
 *     as a whole, so that it can continue from here; absent in what it wrote
 * @param keySchemas absent in what a version before wrote
 * @param fills by table, how far it is filled; apart from the others, so that a version that does not fill takes it for new
 */
public record ResumePointJson(
        String batch,
        Source source,
        Position.@Nullable Snapshot snapshot,
        @Nullable Streaming streaming,
        Map<String, List<Long>> ends,
        @Nullable Map<String, String> written,
        @Nullable Map<String, Integer> keySchemas,
        @Nullable Map<String, Filled> fills) {

    /** @param identity what the source says of its table */
    record Filled(String identity, Fill fill) {}

    private static final char BEHIND_IDS = '/';

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
        Source filled = point.source()
                .with(tables(point.source(), (table, identity) -> point.fills().containsKey(table) ? null : identity));
        Map<String, Filled> fills = new HashMap<>();
        point.fills()
                .forEach((table, fill) -> fills.put(
                        table, new Filled(required(point.source().tables().get(table)), fill)));
        try {
            return CaptureJson.MAPPER.writeValueAsString(new ResumePointJson(
                    point.batch(),
                    filled.with(tables(filled, ResumePointJson::ids)),
                    position instanceof Position.Snapshot snapshot ? snapshot : null,
                    position.streaming().map(Streaming::of).orElse(null),
                    point.ends(),
                    nullIfEmpty(tables(filled, ResumePointJson::behindIds)),
                    nullIfEmpty(point.keySchemas()),
                    nullIfEmpty(fills)));
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
        Map<String, String> tables = tables(required(source), this::whole);
        Map<String, Fill> unfinished = new HashMap<>();
        (fills == null ? Map.<String, Filled>of() : fills).forEach((table, filled) -> {
            tables.put(table, required(filled.identity()));
            unfinished.put(table, required(filled.fill()));
        });
        return new ResumePoint(
                required(batch),
                source.with(tables),
                snapshot != null ? snapshot : required(streaming).position(),
                required(ends),
                keySchemas == null ? Map.of() : keySchemas,
                unfinished);
    }

    private static @Nullable String ids(String table, String identity) {
        int end = identity.indexOf(BEHIND_IDS);
        return end < 0 ? identity : identity.substring(0, end);
    }

    private static @Nullable String behindIds(String table, String identity) {
        int end = identity.indexOf(BEHIND_IDS);
        return end < 0 ? null : identity.substring(end + 1);
    }

    private String whole(String table, String ids) {
        String behind = written == null ? null : written.get(table);
        return behind == null ? ids : ids + BEHIND_IDS + behind;
    }

    /** Of each table something else; it is left out where that is null. */
    private static Map<String, String> tables(Source source, BiFunction<String, String, @Nullable String> something) {
        Map<String, String> tables = new HashMap<>();
        source.tables().forEach((table, identity) -> {
            String other = something.apply(table, identity);
            if (other != null) {
                tables.put(table, other);
            }
        });
        return tables;
    }

    private static <T> @Nullable Map<String, T> nullIfEmpty(Map<String, T> map) {
        return map.isEmpty() ? null : map;
    }

    private static <T> T required(@Nullable T part) {
        if (part == null) {
            throw new IllegalArgumentException("a part is missing");
        }
        return part;
    }
}
