package io.tidemark.model.mapping;

/**
 * A foreign key of a node table as a relationship: each row of which no column is null has one, with the node that the columns name.
 *
 * @param type the relationship's type
 * @param outgoing whether it leads from the row's node to the other one; else from the other to the row's
 * @param end the columns that hold the other node's key, and the other node's label
 */
public record ForeignKeyEdge(String type, boolean outgoing, EndMapping end) {

    public ForeignKeyEdge {
        Identifier.require("type", type);
    }
}
