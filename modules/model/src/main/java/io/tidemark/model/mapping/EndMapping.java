package io.tidemark.model.mapping;

/**
 * One end of an edge.
 *
 * @param column the column that holds the end's key
 * @param label the label of the node at this end; a node mapping with this label exists
 */
public record EndMapping(String column, String label) {

    public EndMapping {
        Identifier.require("label", label);
    }

    /** The reference label of the node at this end, see {@link NodeMapping#referenceLabel()}. */
    public String referenceLabel() {
        return NodeMapping.referenceLabel(label);
    }
}
