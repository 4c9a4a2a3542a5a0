package io.tidemark.cli.reconcile;

import io.tidemark.model.amount.Amounts;
import io.tidemark.reconciler.check.Stats;
import io.tidemark.reconciler.check.Stats.Position;
import io.tidemark.reconciler.check.Stats.Slot;
import io.tidemark.reconciler.check.Stats.TableCount;
import io.tidemark.reconciler.check.Stats.Unknown;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers as aligned lines for a terminal. Pure. */
final class StatsText {

    private static final String UNKNOWN = "?";
    private static final String GAP = "  ";
    private static final int NAME_WIDTH = 12;

    private StatsText() {}

    /** The lines, without ends of line. */
    static List<String> lines(Stats.Result result) {
        List<String> lines = new ArrayList<>(table(result.tables()));
        lines.add("");
        lines.add(named("references", references(result)));
        lines.add(named("tidemark", tidemark(result)));
        if (result.hold() != null) {
            lines.add(named("hold", result.hold() + ": the sink waits"));
        }
        lines.add(named("lag", lag(result)));
        lines.add(named("slot", slot(result)));
        lines.add(named("dead letters", count(result.deadLetters())));
        if (!result.complete()) {
            lines.add("");
            for (Unknown unknown : result.unknown()) {
                lines.add(UNKNOWN + " " + unknown.figure() + ": " + unknown.reason());
            }
        }
        return lines;
    }

    private static List<String> table(List<TableCount> tables) {
        List<List<String>> cells = new ArrayList<>();
        cells.add(List.of("table", "rows", "element", "elements", "difference"));
        for (TableCount table : tables) {
            cells.add(List.of(
                    table.table(),
                    count(table.rows()),
                    table.element(),
                    count(table.elements()),
                    difference(table.rows(), table.elements())));
        }
        int[] widths = new int[cells.get(0).size()];
        for (List<String> row : cells) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        return cells.stream().map(row -> aligned(row, widths)).toList();
    }

    /** Names to the left, numbers to the right. */
    private static String aligned(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            boolean name = column == 0 || column == 2;
            line.append(column == 0 ? "" : GAP)
                    .append(String.format(
                            Locale.ROOT, "%" + (name ? "-" : "") + widths[column] + "s", row.get(column)));
        }
        return line.toString().stripTrailing();
    }

    private static String difference(@Nullable Long rows, @Nullable Long elements) {
        if (rows == null || elements == null) {
            return UNKNOWN;
        }
        long difference = elements - rows;
        return (difference > 0 ? "+" : "") + Amounts.count(difference);
    }

    private static String references(Stats.Result result) {
        return count(result.namedReferences()) + " without a row that edges name, "
                + count(result.abandonedReferences()) + " left behind";
    }

    private static String tidemark(Stats.Result result) {
        Position tidemark = result.tidemark();
        if (tidemark == null) {
            return isUnknown(result, "Neo4j", "tidemark") ? UNKNOWN : "none: the graph does not say how far it is";
        }
        return tidemark.lsn() + ", committed " + tidemark.committedAt();
    }

    private static String lag(Stats.Result result) {
        Long bytes = result.lagBytes();
        Double seconds = result.lagSeconds();
        return bytes == null || seconds == null ? UNKNOWN : Amounts.bytes(bytes) + ", " + Amounts.time(seconds);
    }

    private static String slot(Stats.Result result) {
        Slot slot = result.slot();
        if (slot == null) {
            return isUnknown(result, "Postgres", "slot") ? UNKNOWN : "none";
        }
        return slot.name() + (slot.active() ? " is read" : " is not read") + ", keeps "
                + Amounts.bytes(slot.retainedBytes()) + " of log, wal_status " + slot.walStatus();
    }

    private static boolean isUnknown(Stats.Result result, String... figures) {
        return result.unknown().stream().anyMatch(unknown -> List.of(figures).contains(unknown.figure()));
    }

    private static String count(@Nullable Long count) {
        return count == null ? UNKNOWN : Amounts.count(count);
    }

    private static String named(String name, String value) {
        return String.format(Locale.ROOT, "%-" + NAME_WIDTH + "s", name) + GAP + value;
    }
}
