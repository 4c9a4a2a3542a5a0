package io.tidemark.graphstore;

import io.tidemark.model.change.RowChange;
import io.tidemark.model.mapping.EdgeMapping;
import io.tidemark.model.mapping.ElementValue;

/** Which type the relationship of a row has. Pure. */
final class EdgeTypes {

    private EdgeTypes() {}

    static String of(EdgeMapping edge, RowChange.Upsert row) {
        if (edge.typeByColumn() == null) {
            return edge.type();
        }
        Object type = row.properties().get(ElementValue.TYPE);
        if (!(type instanceof String name) || !edge.types().contains(name)) {
            throw new IllegalStateException("a row of " + edge.table() + " without a type should be a dead letter");
        }
        return name;
    }

    /** The type among the values that are read of an element, as Cypher with a comma in front; nothing where it is always the same. */
    static String read(EdgeMapping edge, String relationship) {
        return edge.typeByColumn() == null ? "" : ", type(" + relationship + ")";
    }
}
