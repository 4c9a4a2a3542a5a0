package io.tidemark.console.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads what a reconciler keeps of its last comparison. The two do not know each other: the file is the contract, and only the
 * fields that are needed are looked at.
 */
final class ComparisonFile {

    private static final String NAME = "last-whole-verify.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private ComparisonFile() {}

    /** What the folder keeps; a value that is empty says that it keeps none. */
    static PartReading<Optional<LastComparison>> read(Path folder, String prefix) {
        Path file = folder.resolve(NAME);
        if (!Files.exists(file)) {
            return PartReading.seen(Optional.empty());
        }
        try {
            JsonNode root = JSON.readTree(Files.readString(file));
            String owner = root.required("origin").required("prefix").asText();
            if (!owner.equals(prefix)) {
                return PartReading.unknown(file + " is of pipeline " + owner + ": give the folder of " + prefix);
            }
            return PartReading.seen(Optional.of(parse(root.required("result"))));
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            return PartReading.unknown(file + " cannot be read: it is damaged, of another version, or not this user's");
        }
    }

    private static LastComparison parse(JsonNode result) {
        List<LastComparison.Table> tables = new ArrayList<>();
        for (JsonNode table : result.required("tables")) {
            JsonNode name = table.required("table");
            long unsettled = number(table, "unsettled");
            tables.add(new LastComparison.Table(
                    name.required("schema").asText() + "."
                            + name.required("name").asText(),
                    number(table, "rows"),
                    number(table, "missing"),
                    number(table, "extra"),
                    number(table, "different"),
                    number(table, "strays"),
                    unsettled,
                    unsettled == 0 && table.required("notCompared").isNull()));
        }
        return new LastComparison(instant(result, "began"), instant(result, "ended"), tables);
    }

    private static long number(JsonNode node, String field) {
        JsonNode number = node.required(field);
        if (!number.isIntegralNumber()) {
            throw new IllegalArgumentException(field + " is no number");
        }
        return number.asLong();
    }

    private static Instant instant(JsonNode node, String field) {
        return Instant.parse(node.required(field).asText());
    }
}
