package io.tidemark.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.position.Filling;
import io.tidemark.model.position.Lsn;
import io.tidemark.model.position.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Progress as a record of the progress topic: JSON under the key {@code progress}. That topic also holds the capture's
 * resume point, under another key. Pure.
 */
public final class ProgressRecord {

    private static final byte[] KEY = "progress".getBytes(StandardCharsets.UTF_8);
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
            .build();

    /** @param filling absent where there is none, and in what a version before wrote */
    private record Document(
            @Nullable String lsn,
            @Nullable String committedAt,
            @Nullable Map<String, List<Long>> ends,

            @JsonInclude(JsonInclude.Include.NON_EMPTY) @Nullable
            List<FillingDocument> filling) {

        static Document of(Progress progress) {
            return new Document(
                    progress.lsn().toString(),
                    progress.committedAt().toString(),
                    progress.ends(),
                    progress.filling().stream().map(FillingDocument::of).toList());
        }

        Progress progress() {
            return new Progress(
                    Lsn.parse(required(lsn)),
                    Instant.parse(required(committedAt)),
                    required(ends),
                    filling == null
                            ? List.of()
                            : filling.stream().map(FillingDocument::filling).toList());
        }
    }

    private record FillingDocument(
            @Nullable String table,
            long rows,
            long estimate,
            @Nullable String began) {

        static FillingDocument of(Filling filling) {
            return new FillingDocument(
                    filling.table(),
                    filling.rows(),
                    filling.estimate(),
                    filling.began().toString());
        }

        Filling filling() {
            return new Filling(required(table), rows, estimate, Instant.parse(required(began)));
        }
    }

    private static <T> T required(@Nullable T part) {
        if (part == null) {
            throw new IllegalArgumentException("a part is missing");
        }
        return part;
    }

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
        try {
            return JSON.writeValueAsBytes(Document.of(progress));
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
            Document document = JSON.readValue(value == null ? new byte[0] : value, Document.class);
            if (document == null) {
                throw new IllegalArgumentException("null");
            }
            return document.progress();
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            throw new TidemarkException(
                    Category.DEAD_LETTER,
                    "a progress record cannot be read: only the capture may write to the progress topic",
                    e);
        }
    }
}
