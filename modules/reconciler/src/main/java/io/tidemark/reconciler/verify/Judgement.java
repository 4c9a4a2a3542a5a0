package io.tidemark.reconciler.verify;

import io.tidemark.graphstore.ElementReader.Element;
import io.tidemark.model.TableName;
import io.tidemark.model.change.RowKey;
import io.tidemark.postgres.RowLookup.Row;
import io.tidemark.reconciler.verify.Drift.Kind;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether the graph holds for a key what its row says. Pure. */
final class Judgement {

    private Judgement() {}

    /**
     * How they differ; empty when they do not.
     *
     * @param row the row; null when there is none
     * @param elements what the graph holds for the key
     */
    static Optional<Drift> of(TableName table, RowKey key, @Nullable Row row, List<Element> elements) {
        List<@Nullable Object> rowProperties = row != null && row.present() ? row.properties() : null;
        boolean any = elements.stream().anyMatch(Element::present);
        List<@Nullable Object> found =
                elements.isEmpty() ? null : elements.get(0).properties();
        int copies = elements.size();
        if (rowProperties != null && !any) {
            return Optional.of(new Drift(table, Kind.MISSING, key, rowProperties, found, copies));
        }
        if (rowProperties == null && !elements.isEmpty()) {
            return Optional.of(new Drift(table, Kind.EXTRA, key, null, found, copies));
        }
        if (rowProperties == null) {
            return Optional.empty();
        }
        Optional<Element> other = elements.stream()
                .filter(element -> !Properties.same(rowProperties, element.properties()))
                .findFirst();
        if (other.isPresent()) {
            return Optional.of(new Drift(
                    table, Kind.DIFFERENT, key, rowProperties, other.get().properties(), copies));
        }
        return copies > 1
                ? Optional.of(new Drift(table, Kind.EXTRA, key, rowProperties, found, copies))
                : Optional.empty();
    }
}
