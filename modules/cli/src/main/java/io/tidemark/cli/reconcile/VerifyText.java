package io.tidemark.cli.reconcile;

import static io.tidemark.cli.terminal.TextTable.Column.left;
import static io.tidemark.cli.terminal.TextTable.Column.right;
import static io.tidemark.cli.terminal.TextTable.widest;

import io.tidemark.cli.terminal.TextTable;
import io.tidemark.model.amount.Amounts;
import io.tidemark.reconciler.verify.DriftLine;
import io.tidemark.reconciler.verify.DriftReader;
import io.tidemark.reconciler.verify.TableResult;
import io.tidemark.reconciler.verify.Verify;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A comparison as text and as JSON, with the first of its drifted keys. */
final class VerifyText {

    private final Verify.Result result;
    private final List<DriftLine> listed = new ArrayList<>();

    /**
     * Takes the drifts from their log.
     *
     * @param limit how many of them
     */
    VerifyText(Verify.Result result, Path drifts, int limit) {
        this.result = result;
        if (result.driftCount() > 0) {
            try (DriftReader reader = new DriftReader(drifts)) {
                while (listed.size() < limit && reader.hasNext()) {
                    listed.add(reader.next());
                }
            }
        }
    }

    /** The JSON object; its fields are these. */
    record Document(
            String verdict,
            boolean complete,
            String scope,
            Instant began,
            Instant ended,
            List<TableResult> tables,
            long driftCount,
            List<DriftLine> drifts) {}

    Document document() {
        return new Document(
                result.verdict().name().toLowerCase(Locale.ROOT),
                result.isComplete(),
                result.scope(),
                result.began(),
                result.ended(),
                result.tables(),
                result.driftCount(),
                listed);
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>(table());
        result.tables().forEach(table -> notes(table, lines));
        listed.forEach(drift -> lines.add(line(drift)));
        long unlisted = result.driftCount() - result.strays() - listed.size();
        if (unlisted > 0) {
            lines.add("and " + Amounts.count(unlisted) + " more, not listed (--limit)");
        }
        if (result.strays() > 0) {
            lines.add(Amounts.count(result.strays())
                    + " strays, which no key can name: stderr has their elementId, remove them by hand");
        }
        lines.add(summary());
        return lines;
    }

    private List<String> table() {
        TextTable table = TextTable.of(
                left(widest(result.tables().stream().map(each -> each.table().toString()))),
                right(12),
                right(12),
                right(9),
                right(9),
                right(9),
                right(7),
                right(9));
        List<String> lines = new ArrayList<>();
        lines.add(table.line("table", "rows", "elements", "missing", "extra", "different", "strays", "unsettled"));
        for (TableResult each : result.tables()) {
            lines.add(table.line(
                    each.table(),
                    each.rows(),
                    each.elements(),
                    each.missing(),
                    each.extra(),
                    each.different(),
                    each.strays(),
                    each.unsettled()));
        }
        return lines;
    }

    private static void notes(TableResult table, List<String> lines) {
        if (table.suspects() > table.drifts() + table.unsettled()) {
            lines.add(table.table() + ": "
                    + Amounts.count(table.suspects() - table.drifts() - table.unsettled() + table.strays())
                    + " keys differed at first sight and proved to be lag");
        }
        if (table.notCompared() != null) {
            lines.add(table.table() + " was not compared as a whole: " + table.notCompared());
        } else if (table.unsettled() > 0) {
            lines.add(table.table() + ": " + table.unsettled()
                    + " keys changed too often to be judged: verify again, or at a quieter time");
        }
    }

    private static String line(DriftLine drift) {
        return format(
                "%-9s %s %s  postgres %s  neo4j %s%s",
                drift.kind().name().toLowerCase(Locale.ROOT),
                drift.table(),
                String.join("→", drift.key()),
                end(drift.postgres()),
                end(drift.neo4j()),
                drift.copies() == null ? "" : "  " + drift.copies() + " elements");
    }

    private static String end(@Nullable Object values) {
        return values == null ? "none" : values.toString();
    }

    /** The verdict in one line. */
    String summary() {
        double seconds = Duration.between(result.began(), result.ended()).toMillis() / 1e3;
        String compared = format(
                "%,d rows compared in %.1f s, %,.0f rows/s (%s)",
                result.rows(), seconds, result.rows() / Math.max(seconds, 1e-3), result.scope());
        return switch (result.verdict()) {
            case IN_SYNC -> "in sync: " + compared;
            case DRIFT ->
                "drift: " + Amounts.count(result.driftCount()) + " keys; " + compared
                        + (result.isComplete() ? "" : "; and not everything could be compared");
            case INCOMPLETE -> "incomplete: no drift found, but not everything could be compared; " + compared;
        };
    }

    private static String format(String form, Object... values) {
        return String.format(Locale.ROOT, form, values);
    }
}
