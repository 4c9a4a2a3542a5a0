package io.tidemark.reconciler.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.model.TableName;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.mapping.ElementMapping;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Every drift of a run, in a file of JSON lines: there may be more than memory holds. One thread.
 *
 * <p>Keys and values are row contents: the file is for who may read the database.
 */
public final class DriftLog implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final BufferedWriter writer;

    /**
     * Opens it for writing.
     *
     * @param keep how many bytes of what is there stay, as {@link #length} said; 0 for a new one
     * @throws TidemarkException FATAL when it cannot be written, USAGE when it is shorter
     */
    public static DriftLog open(Path file, long keep) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            try (RandomAccessFile existing = new RandomAccessFile(file.toFile(), "rw")) {
                if (existing.length() < keep) {
                    throw new TidemarkException(
                            Category.USAGE,
                            file + " is shorter than its checkpoint says: begin anew, without --resume");
                }
                existing.setLength(keep);
            }
            return new DriftLog(file);
        } catch (IOException e) {
            throw new TidemarkException(Category.FATAL, file + " cannot be written: " + e.getMessage(), e);
        }
    }

    private DriftLog(Path file) throws IOException {
        this.file = file;
        this.writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.APPEND);
    }

    /** Adds one. */
    public void add(Drift drift, ElementMapping element) {
        try {
            writer.write(JSON.writeValueAsString(DriftJson.of(drift, element)));
            writer.write('\n');
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** How many bytes it has, all of them written to the file. */
    public long length() {
        try {
            writer.flush();
            return Files.size(file);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private TidemarkException failed(IOException e) {
        return new TidemarkException(Category.FATAL, file + " cannot be written: " + e.getMessage(), e);
    }

    /**
     * A line of the log.
     *
     * @param key its key's texts, see {@link KeyTexts}
     * @param hasRow whether the row was there
     * @param copies how many elements have the key
     * @param json the whole line
     */
    public record Line(TableName table, Drift.Kind kind, List<String> key, boolean hasRow, int copies, String json) {}

    /** Takes lines as they are read. */
    @FunctionalInterface
    public interface Visitor {

        void visit(Line line);
    }

    /**
     * Visits all lines of a log in their order.
     *
     * @throws TidemarkException USAGE when the file is missing or none of ours
     */
    public static void read(Path file, Visitor visitor) {
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            String line;
            while ((line = reader.readLine()) != null) {
                visitor.visit(line(line));
            }
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            throw new TidemarkException(
                    Category.USAGE, file + " cannot be read as a list of drifts: run verify again", e);
        }
    }

    private static Line line(String text) throws JsonProcessingException {
        JsonNode fields = JSON.readTree(text);
        List<String> key = new ArrayList<>();
        fields.path("key").forEach(value -> key.add(value.asText()));
        return new Line(
                TableName.parse(fields.path("table").asText()),
                Drift.Kind.valueOf(fields.path("kind").asText().toUpperCase(java.util.Locale.ROOT)),
                key,
                !fields.path("postgres").isNull(),
                fields.path("copies").asInt(1),
                text);
    }

    @Override
    public void close() {
        try {
            writer.close();
        } catch (IOException e) {
            throw failed(e);
        }
    }
}
