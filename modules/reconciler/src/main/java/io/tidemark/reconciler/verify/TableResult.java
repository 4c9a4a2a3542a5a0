package io.tidemark.reconciler.verify;

import io.tidemark.model.Problem;
import io.tidemark.model.TableName;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a table's comparison came to.
 *
 * @param rows rows compared
 * @param elements elements compared
 * @param suspects keys that differed at first sight
 * @param missing drifts of this kind
 * @param extra drifts of this kind
 * @param different drifts of this kind
 * @param strays elements that no key can name; they count as drift and no refresh repairs them
 * @param unsettled keys that could be neither cleared nor called drift
 * @param notCompared why the table, or a part of it, was not compared; null when it was
 */
public record TableResult(
        TableName table,
        long rows,
        long elements,
        long suspects,
        long missing,
        long extra,
        long different,
        long strays,
        long unsettled,
        @Nullable String notCompared) {

    /** Nothing was compared yet. */
    static TableResult none(TableName table) {
        return new TableResult(table, 0, 0, 0, 0, 0, 0, 0, 0, null);
    }

    /** How many drifts there are, of all kinds. */
    public long drifts() {
        return missing + extra + different + strays;
    }

    /** Whether all of it was compared. */
    public boolean complete() {
        return unsettled == 0 && notCompared == null;
    }

    /** So many rows and elements were compared; their suspects are counted apart. */
    static TableResult compared(TableName table, long rows, long elements) {
        return new TableResult(table, rows, elements, 0, 0, 0, 0, 0, 0, null);
    }

    /** So many suspects came to this. */
    static TableResult settled(TableName table, long suspects, Settler.Settled settled) {
        return new TableResult(
                table,
                0,
                0,
                suspects,
                settled.count(Drift.Kind.MISSING),
                settled.count(Drift.Kind.EXTRA),
                settled.count(Drift.Kind.DIFFERENT),
                0,
                settled.unsettled().size(),
                null);
    }

    /** So many suspects could not be settled. */
    static TableResult unsettled(TableName table, long suspects, String reason) {
        return new TableResult(table, 0, 0, suspects, 0, 0, 0, 0, suspects, reason);
    }

    /** So many elements have no key that a row could have. */
    static TableResult strays(TableName table, long strays) {
        return new TableResult(table, 0, 0, 0, 0, 0, 0, strays, 0, null);
    }

    TableResult plus(TableResult more) {
        return new TableResult(
                table,
                rows + more.rows,
                elements + more.elements,
                suspects + more.suspects,
                missing + more.missing,
                extra + more.extra,
                different + more.different,
                strays + more.strays,
                unsettled + more.unsettled,
                notCompared != null ? notCompared : more.notCompared);
    }

    /** Nothing could be compared. */
    static TableResult unread(TableName table, List<Problem> problems) {
        return new TableResult(
                table,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                problems.stream().map(Problem::toString).collect(Collectors.joining("; ")));
    }
}
