package io.tidemark.cli.reconcile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.reconciler.verify.DriftLog;
import io.tidemark.reconciler.verify.TableResult;
import io.tidemark.reconciler.verify.VerifyResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A comparison as text and as JSON, with the first of its drifted keys. */
final class VerifyText {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final VerifyResult result;
    private final List<JsonNode> listed = new ArrayList<>();

    /**
     * Takes the drifts from their log.
     *
     * @param limit how many of them
     */
    VerifyText(VerifyResult result, Path drifts, int limit) {
        this.result = result;
        if (result.driftCount() > 0) {
            DriftLog.read(drifts, line -> {
                if (listed.size() < limit) {
                    listed.add(parse(line.json()));
                }
            });
        }
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    Map<String, Object> json() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("verdict", result.verdict().name().toLowerCase(Locale.ROOT));
        fields.put("complete", result.isComplete());
        fields.put("scope", result.scope());
        fields.put("began", result.began());
        fields.put("ended", result.ended());
        fields.put("tables", result.tables());
        fields.put("driftCount", result.driftCount());
        fields.put("drifts", listed);
        return fields;
    }

    String text() {
        List<String> lines = new ArrayList<>();
        int width = result.tables().stream()
                .mapToInt(table -> table.table().toString().length())
                .max()
                .orElse(5);
        String form = "%-" + width + "s %,12d %,12d %,9d %,9d %,9d %,7d %,9d";
        lines.add(String.format(
                Locale.ROOT,
                "%-" + width + "s %12s %12s %9s %9s %9s %7s %9s",
                "table",
                "rows",
                "elements",
                "missing",
                "extra",
                "different",
                "strays",
                "unsettled"));
        for (TableResult table : result.tables()) {
            lines.add(String.format(
                    Locale.ROOT,
                    form,
                    table.table(),
                    table.rows(),
                    table.elements(),
                    table.missing(),
                    table.extra(),
                    table.different(),
                    table.strays(),
                    table.unsettled()));
        }
        for (TableResult table : result.tables()) {
            if (table.suspects() > table.drifts() + table.unsettled()) {
                lines.add(String.format(
                        Locale.ROOT,
                        "%s: %,d keys differed at first sight and proved to be lag",
                        table.table(),
                        table.suspects() - table.drifts() - table.unsettled() + table.strays()));
            }
            if (table.notCompared() != null) {
                lines.add(table.table() + " was not compared as a whole: " + table.notCompared());
            } else if (table.unsettled() > 0) {
                lines.add(table.table() + ": " + table.unsettled()
                        + " keys changed too often to be judged: verify again, or at a quieter time");
            }
        }
        listed.forEach(drift -> lines.add(line(drift)));
        long strays = result.tables().stream().mapToLong(TableResult::strays).sum();
        if (listed.size() < result.driftCount() - strays) {
            lines.add(String.format(
                    Locale.ROOT, "and %,d more, not listed (--limit)", result.driftCount() - strays - listed.size()));
        }
        if (strays > 0) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%,d strays, which no key can name: stderr has their elementId, remove them by hand",
                    strays));
        }
        lines.add(summary());
        return String.join(System.lineSeparator(), lines);
    }

    private static String line(JsonNode drift) {
        List<String> key = new ArrayList<>();
        drift.path("key").forEach(part -> key.add(part.asText()));
        return String.format(
                Locale.ROOT,
                "%-9s %s %s  postgres %s  neo4j %s%s",
                drift.path("kind").asText(),
                drift.path("table").asText(),
                String.join("→", key),
                side(drift.path("postgres")),
                side(drift.path("neo4j")),
                drift.has("copies") ? "  " + drift.path("copies").asInt() + " elements" : "");
    }

    private static String side(JsonNode values) {
        return values.isNull() || values.isMissingNode() ? "none" : values.toString();
    }

    /** The verdict in one line. */
    String summary() {
        double seconds = Duration.between(result.began(), result.ended()).toMillis() / 1e3;
        String compared = String.format(
                Locale.ROOT,
                "%,d rows compared in %.1f s, %,.0f rows/s (%s)",
                result.rows(),
                seconds,
                result.rows() / Math.max(seconds, 1e-3),
                result.scope());
        return switch (result.verdict()) {
            case IN_SYNC -> "in sync: " + compared;
            case DRIFT ->
                String.format(Locale.ROOT, "drift: %,d keys; ", result.driftCount())
                        + compared
                        + (result.isComplete() ? "" : "; and not everything could be compared");
            case INCOMPLETE -> "incomplete: no drift found, but not everything could be compared; " + compared;
        };
    }
}
