package io.tidemark.reconciler.verify;

import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.reconciler.run.Json;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes every drift of a run to a file of JSON lines: there may be more than memory holds. {@link DriftReader} reads it.
 * One thread.
 *
 * <p>Keys and values are row contents: the file is for who may read the database.
 */
public final class DriftLog implements AutoCloseable {

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

    void add(Drift drift, ElementMapping element) {
        try {
            writer.write(Json.line(DriftLine.of(drift, element)));
            writer.write('\n');
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** How many bytes it has, all of them written to the file. */
    long length() {
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

    @Override
    public void close() {
        try {
            writer.close();
        } catch (IOException e) {
            throw failed(e);
        }
    }
}
