package io.tidemark.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/** The archive that this build made. */
final class Archive {

    private final Path file = Path.of(System.getProperty("tidemark.archive", "tidemark.archive is not set"));

    /** What it holds, in its order. */
    List<TarArchiveEntry> entries() {
        List<TarArchiveEntry> entries = new ArrayList<>();
        try (InputStream raw = Files.newInputStream(file);
                TarArchiveInputStream tar = new TarArchiveInputStream(new GzipCompressorInputStream(raw))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                entries.add(entry);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return entries;
    }

    /** Unpacks it as a user would, and returns the folder that came out. */
    Path unpack(Path into) throws IOException {
        Ended tar = run(into, Map.of(), "tar", "-xzf", file.toString());
        if (tar.code() != 0) {
            throw new IllegalStateException(tar.output());
        }
        try (var folders = Files.list(into)) {
            return folders.filter(Files::isDirectory).findFirst().orElseThrow();
        }
    }

    /**
     * What a program came to.
     *
     * @param code its exit code
     * @param output what it printed, on either stream
     */
    record Ended(int code, String output) {}

    /** Runs a program in this environment and no other. */
    static Ended run(Path folder, Map<String, String> environment, String... line) throws IOException {
        Path output = Files.createTempFile("tidemark-archive", ".out");
        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        builder.environment().put("HOME", System.getProperty("user.home"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            return new Ended(process.waitFor(), Files.readString(output));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            process.destroy();
            Files.deleteIfExists(output);
        }
    }
}
