package io.tidemark.reconciler.verify;

import io.tidemark.graphstore.ElementReader.Element;
import io.tidemark.model.TableName;
import io.tidemark.model.change.RowKey;
import io.tidemark.postgres.RowLookup.Row;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells drift from lag. It reads the rows, takes the log's position, waits until the tidemark has passed it, reads the
 * elements, and reads the rows again.
 *
 * <p>Why it is right (I8). What a row held at the first reading had committed before the position, so by the second step it
 * is in the graph, and what is in the graph then is of some position between the two readings of the row. A row whose version ({@code
 * xmin}) is the same in both was the same all the while: the element must equal it. A row that changed is tried again.
 *
 * <p>A row that is absent in both readings has no version to compare: it may have come and gone in between. So an
 * element without a row counts only when several rounds find the very same element (identity and properties) and never a row.
 */
final class Settler {

    /** Rounds that must find the same element and no row; each lasts until the tidemark has moved on. */
    static final int SIGHTINGS = 4;

    /** A key that changes faster than the graph follows is given up after so many rounds. */
    static final int ROUNDS = 30;

    private final TableName table;
    private final KeyReader keys;

    Settler(TableName table, KeyReader keys) {
        this.table = table;
        this.keys = keys;
    }

    /**
     * What became of the suspects.
     *
     * @param drifts those that differ, in no order
     * @param unsettled those that changed in every round
     */
    record Settled(List<Drift> drifts, Set<RowKey> unsettled) {

        long count(Drift.Kind kind) {
            return drifts.stream().filter(drift -> drift.kind() == kind).count();
        }
    }

    /** An element without a row, and in how many rounds in a row it was found. */
    private record Sighting(List<Element> elements, int count) {}

    /**
     * Settles suspects of the table; takes about a second in an idle pipeline, less in a busy one.
     *
     * @throws io.tidemark.reconciler.run.TidemarkStalledException when the graph does not follow
     */
    Settled settle(Collection<RowKey> suspects) throws SQLException, InterruptedException {
        Set<RowKey> pending = new LinkedHashSet<>(suspects);
        Map<RowKey, Sighting> sightings = new HashMap<>();
        List<Drift> drifts = new ArrayList<>();
        for (int round = 0; round < ROUNDS && !pending.isEmpty(); round++) {
            Map<RowKey, Row> before = keys.rows(pending);
            keys.awaitGraph();
            Map<RowKey, List<Element>> elements = keys.elements(pending);
            Map<RowKey, Row> after = keys.rows(pending);
            for (RowKey key : List.copyOf(pending)) {
                List<Element> found = elements.getOrDefault(key, List.of());
                Row row = after.get(key);
                Optional<Drift> drift = Judgement.of(table, key, row, found);
                if (drift.isEmpty()) {
                    pending.remove(key);
                } else if (!sameVersion(before.get(key), row)) {
                    sightings.remove(key);
                } else if (row != null || isSeenOften(key, found, sightings)) {
                    drifts.add(drift.get());
                    pending.remove(key);
                }
            }
        }
        return new Settled(drifts, pending);
    }

    private static boolean sameVersion(@Nullable Row before, @Nullable Row after) {
        return Objects.equals(before == null ? null : before.version(), after == null ? null : after.version());
    }

    private static boolean isSeenOften(RowKey key, List<Element> found, Map<RowKey, Sighting> sightings) {
        Sighting last = sightings.get(key);
        int count = last != null && sameElements(last.elements(), found) ? last.count() + 1 : 1;
        sightings.put(key, new Sighting(found, count));
        return count >= SIGHTINGS;
    }

    private static boolean sameElements(List<Element> left, List<Element> right) {
        if (left.size() != right.size()) {
            return false;
        }
        for (int index = 0; index < left.size(); index++) {
            if (!left.get(index).id().equals(right.get(index).id())
                    || !Properties.same(
                            left.get(index).properties(), right.get(index).properties())) {
                return false;
            }
        }
        return true;
    }
}
