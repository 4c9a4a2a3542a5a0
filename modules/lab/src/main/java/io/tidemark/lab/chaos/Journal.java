package io.tidemark.lab.chaos;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/** What happened when: every line goes to a file, some to the screen too. Thread-safe. */
final class Journal {

    private final Path file;
    private final PrintWriter out;

    Journal(Path file, PrintWriter out) throws IOException {
        this.file = file;
        this.out = out;
        Files.createDirectories(file.toAbsolutePath().getParent());
    }

    /** For the file alone. */
    synchronized void note(String line) {
        try {
            Files.writeString(
                    file,
                    Instant.now() + " " + line + System.lineSeparator(),
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            out.println("the journal cannot be written: " + e.getMessage());
        }
    }

    /** For everybody. */
    void say(String line) {
        note(line);
        out.println(line);
        out.flush();
    }
}
