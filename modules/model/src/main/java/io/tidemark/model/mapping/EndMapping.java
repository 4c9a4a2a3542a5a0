package io.tidemark.model.mapping;

import java.util.List;

/**
 * One end of an edge.
 *
 * @param columns the columns that hold the end's key, in the order of the node's {@link NodeMapping#key}
 * @param label the label of the node at this end; a node mapping with this label exists
 */
public record EndMapping(List<String> columns, String label) {

    public EndMapping {
        Identifier.require("label", label);
        columns = List.copyOf(columns);
    }

    /** An end whose key is one column. */
    public EndMapping(String column, String label) {
        this(List.of(column), label);
    }

    /** What it is called among a row's values: its column, or its columns. */
    public String name() {
        return String.join(", ", columns);
    }

    /** The reference label of the node at this end, see {@link NodeMapping#referenceLabel()}. */
    public String referenceLabel() {
        return NodeMapping.referenceLabel(label);
    }
}
