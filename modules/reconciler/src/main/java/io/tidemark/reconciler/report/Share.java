package io.tidemark.reconciler.report;

import io.tidemark.reconciler.verify.TableResult;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A part of a table's keys, as a bar shows it.
 *
 * @param name what they are; also the name of their colour
 * @param count how many
 * @param width of the whole bar, 0 to 1; all widths add up to 1, and what is there at all is wide enough to be seen
 */
record Share(String name, long count, double width) {

    private static final double NARROWEST = 0.02;

    /** The parts of these tables together, in the order of a bar; those that are empty have no width. */
    static List<Share> of(Collection<TableResult> tables) {
        long rows = 0;
        long missing = 0;
        long extra = 0;
        long different = 0;
        long strays = 0;
        long unsettled = 0;
        for (TableResult table : tables) {
            rows += table.rows();
            missing += table.missing();
            extra += table.extra();
            different += table.different();
            strays += table.strays();
            unsettled += table.unsettled();
        }
        List<Share> counts = List.of(
                new Share("equal", Math.max(0, rows - missing - different - unsettled), 0),
                new Share("missing", missing, 0),
                new Share("extra", extra, 0),
                new Share("different", different, 0),
                new Share("strays", strays, 0),
                new Share("unsettled", unsettled, 0));
        return widths(counts);
    }

    private static List<Share> widths(List<Share> counts) {
        double all = counts.stream().mapToLong(Share::count).sum();
        if (all == 0) {
            return counts;
        }
        double sum = counts.stream().mapToDouble(part -> raw(part, all)).sum();
        List<Share> shares = new ArrayList<>();
        counts.forEach(part -> shares.add(new Share(part.name, part.count, raw(part, all) / sum)));
        return shares;
    }

    private static double raw(Share part, double all) {
        return part.count == 0 ? 0 : Math.max(NARROWEST, part.count / all);
    }
}
