package io.tidemark.reconciler.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.reconciler.run.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@link DriftLog} in its order, a line at a time. One thread.
 *
 * <p>Every method throws a {@link TidemarkException} USAGE when the file is missing or has a line that is no drift.
 */
public final class DriftReader implements Iterator<DriftLine>, AutoCloseable {

    private final Path file;
    private final BufferedReader reader;
    private @Nullable String next;

    public DriftReader(Path file) {
        this.file = file;
        try {
            reader = Files.newBufferedReader(file);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    @Override
    public boolean hasNext() {
        try {
            next = next == null ? reader.readLine() : next;
            return next != null;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    @Override
    public DriftLine next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        String line = String.valueOf(next);
        next = null;
        try {
            return Json.read(line, DriftLine.class);
        } catch (JsonProcessingException e) {
            throw unreadable(e);
        }
    }

    private TidemarkException unreadable(IOException e) {
        return new TidemarkException(Category.USAGE, file + " cannot be read as a list of drifts: run verify again", e);
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }
}
