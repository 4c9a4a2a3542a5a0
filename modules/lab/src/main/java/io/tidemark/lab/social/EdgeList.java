package io.tidemark.lab.social;

import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/** Reads edge lists as they are published: a pair a line, by tab, comma or blank; {@code #} lines are comments. */
final class EdgeList {

    private static final int LONGEST_NAME = 46;

    private final Map<String, Integer> positions = new LinkedHashMap<>();
    private final Set<Long> seen = new HashSet<>();
    private final List<SocialGraph.Edge> edges = new ArrayList<>();
    private int skipped;

    private EdgeList() {}

    /**
     * Reads a plain or gzipped file. Columns after the second are ignored.
     *
     * @throws TidemarkException USAGE when it cannot be read or a line is no pair, with the line's number
     */
    static SocialGraph read(Path file) {
        EdgeList list = new EdgeList();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(open(file), StandardCharsets.UTF_8))) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank() && !line.startsWith("#")) {
                    list.add(line, file + ":" + number);
                }
            }
        } catch (NoSuchFileException e) {
            throw new TidemarkException(Category.USAGE, "edge list " + file + " does not exist", e);
        } catch (IOException e) {
            throw new TidemarkException(Category.USAGE, "edge list " + file + " cannot be read: " + e.getMessage(), e);
        }
        return new SocialGraph(
                list.positions.keySet().stream().map(name -> "user" + name).toList(), list.edges, list.skipped);
    }

    private static InputStream open(Path file) throws IOException {
        PushbackInputStream stream = new PushbackInputStream(Files.newInputStream(file), 2);
        byte[] start = stream.readNBytes(2);
        stream.unread(start);
        boolean gzipped = start.length == 2 && start[0] == (byte) 0x1f && start[1] == (byte) 0x8b;
        return gzipped ? new GZIPInputStream(stream, 1 << 16) : stream;
    }

    private void add(String line, String place) {
        String[] parts = line.strip().split("[\\s,;]+", 3);
        if (parts.length < 2 || parts[0].length() > LONGEST_NAME || parts[1].length() > LONGEST_NAME) {
            throw new TidemarkException(
                    Category.USAGE, place + " is no edge: expected two names of at most 46 characters, from and to");
        }
        int from = position(parts[0]);
        int to = position(parts[1]);
        if (from == to || !seen.add((long) from << 32 | to)) {
            skipped++;
        } else {
            edges.add(new SocialGraph.Edge(from, to));
        }
    }

    private int position(String name) {
        return positions.computeIfAbsent(name, unseen -> positions.size());
    }
}
