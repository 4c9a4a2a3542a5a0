package io.tidemark.e2e.path;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What version 0.1 left behind, recorded from its last commit (8391c92): the sample with a soft-deleted user, and behind it a user that was changed and a
 * follow that came and went. In {@code src/test/resources/version-0.1}.
 */
final class Version01 {

    static final String PREFIX = "up";

    private Version01() {}

    /** A record of a topic. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Kept(String topic, byte[] key, byte @Nullable [] value) {

        private static Kept of(String line) {
            String[] parts = line.split(" ", -1);
            HexFormat hex = HexFormat.of();
            return new Kept(parts[0], hex.parseHex(parts[3]), parts[4].equals("-") ? null : hex.parseHex(parts[4]));
        }
    }

    /** The tables' records, each topic in its order: {@code topic partition offset key value}, the bytes as hex. */
    static List<Kept> records() {
        return read("records.txt").lines().map(Kept::of).toList();
    }

    /** The registry's schemas of these records, by id. */
    static Map<Integer, Schema> schemas() {
        return read("schemas.txt")
                .lines()
                .map(line -> line.split(" ", 2))
                .collect(
                        Collectors.toMap(line -> Integer.valueOf(line[0]), line -> new Schema.Parser().parse(line[1])));
    }

    static String resumePoint() {
        return read("resume-point.json");
    }

    static String progress() {
        return read("progress.json");
    }

    /** The properties of a watermark's node. */
    static String watermark() {
        return read("watermark.json");
    }

    private static String read(String name) {
        try (InputStream file =
                Objects.requireNonNull(Version01.class.getResourceAsStream("/version-0.1/" + name), name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
