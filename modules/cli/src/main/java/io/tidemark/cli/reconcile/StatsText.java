package io.tidemark.cli.reconcile;

import static io.tidemark.cli.terminal.TextTable.Column.left;
import static io.tidemark.cli.terminal.TextTable.Column.right;
import static io.tidemark.cli.terminal.TextTable.widest;

import io.tidemark.cli.terminal.TextTable;
import io.tidemark.model.amount.Amounts;
import io.tidemark.reconciler.check.Stats;
import io.tidemark.reconciler.check.Stats.Position;
import io.tidemark.reconciler.check.Stats.Slot;
import io.tidemark.reconciler.check.Stats.TableCount;
import io.tidemark.reconciler.check.Stats.Unknown;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Numbers as aligned lines for a terminal. Pure. */
final class StatsText {

    private static final String UNKNOWN = "?";
    private static final TextTable NAMED = TextTable.wide(left(12), left(0));

    private StatsText() {}

    /** The lines, without ends of line. */
    static List<String> lines(Stats.Result result) {
        List<String> lines = new ArrayList<>(table(result.tables()));
        lines.add("");
        lines.add(NAMED.line("references", references(result)));
        lines.add(NAMED.line("tidemark", tidemark(result)));
        if (result.hold() != null) {
            lines.add(NAMED.line("hold", result.hold() + ": the sink waits"));
        }
        lines.add(NAMED.line("lag", lag(result)));
        lines.add(NAMED.line("slot", slot(result)));
        lines.add(NAMED.line("dead letters", count(result.deadLetters())));
        if (!result.complete()) {
            lines.add("");
            for (Unknown unknown : result.unknown()) {
                lines.add(UNKNOWN + " " + unknown.figure() + ": " + unknown.reason());
            }
        }
        return lines;
    }

    private static List<String> table(List<TableCount> tables) {
        TextTable table = TextTable.wide(
                left(width("table", tables, TableCount::table)),
                right(width("rows", tables, each -> count(each.rows()))),
                left(width("element", tables, TableCount::element)),
                right(width("elements", tables, each -> count(each.elements()))),
                right(width("difference", tables, StatsText::difference)));
        List<String> lines = new ArrayList<>();
        lines.add(table.line("table", "rows", "element", "elements", "difference"));
        for (TableCount each : tables) {
            lines.add(table.line(
                    each.table(), count(each.rows()), each.element(), count(each.elements()), difference(each)));
        }
        return lines;
    }

    private static int width(String head, List<TableCount> tables, Function<TableCount, String> cell) {
        return widest(Stream.concat(Stream.of(head), tables.stream().map(cell)));
    }

    private static String difference(TableCount table) {
        Long rows = table.rows();
        Long elements = table.elements();
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
}
