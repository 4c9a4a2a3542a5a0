package io.tidemark.cli.terminal;

import io.tidemark.model.amount.Amounts;
import java.util.stream.Stream;

/**
 * Lines whose cells are under each other. A cell that is wider than its column is not cut: it shifts the rest of its line. The
 * widths are fixed, so that lines can be printed as they come. Immutable.
 */
public final class TextTable {

    private final String gap;
    private final Column[] columns;

    private TextTable(String gap, Column... columns) {
        this.gap = gap;
        this.columns = columns.clone();
    }

    /** A space is between columns. */
    public static TextTable of(Column... columns) {
        return new TextTable(" ", columns);
    }

    /** Two spaces are between columns. */
    public static TextTable wide(Column... columns) {
        return new TextTable("  ", columns);
    }

    /** A column of at least this width. */
    public record Column(int width, boolean right) {

        /** Of texts. */
        public static Column left(int width) {
            return new Column(width, false);
        }

        /** Of numbers. */
        public static Column right(int width) {
            return new Column(width, true);
        }

        private String padded(String cell) {
            String padding = " ".repeat(Math.max(0, width - cell.length()));
            return right ? padding + cell : cell + padding;
        }
    }

    /** The width of a column for all these cells. */
    public static int widest(Stream<String> cells) {
        return cells.mapToInt(String::length).max().orElse(0);
    }

    /**
     * One line, without blanks at its end.
     *
     * @param cells at most one for each column; whole numbers are grouped by thousands
     */
    public String line(Object... cells) {
        StringBuilder line = new StringBuilder();
        for (int index = 0; index < cells.length; index++) {
            line.append(index == 0 ? "" : gap).append(columns[index].padded(text(cells[index])));
        }
        return line.toString().stripTrailing();
    }

    private static String text(Object cell) {
        return cell instanceof Long || cell instanceof Integer
                ? Amounts.count(((Number) cell).longValue())
                : cell.toString();
    }
}
