package io.tidemark.graphstore;

import io.tidemark.model.mapping.ForeignKeyEdge;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.model.mapping.NodeMapping;

/**
 * What a foreign key of a node's row means in the graph, as Cypher: the one relationship of the type at this end of the row's node. Pure.
 *
 * <p>The statements rest on what {@link ElementStatements} says of two writers. The relationship is written with the row alone, so the
 * watermark's lock keeps every other writer from it, and what {@link #find} has found is still so for the statements that follow in its transaction.
 * At the other node they meet others as an edge's upsert and delete do: {@link #create} merges it, and after {@link #delete} it is locked and looked
 * at. The row's own node was merged and labelled before, or is looked at after, in the same transaction.
 */
final class ForeignKeyStatements implements MovableEdges.Statements {

    private final ForeignKeyEdge edge;
    private final NodeMapping own;
    private final NodeMapping other;

    ForeignKeyStatements(Mapping mapping, NodeMapping own, ForeignKeyEdge edge) {
        this.edge = edge;
        this.own = own;
        this.other = mapping.node(edge.end().label());
    }

    @Override
    public String find() {
        return "UNWIND range(0, size($keys) - 1) AS place\n"
                + "MATCH (n" + KeyCypher.reference(own, "$keys[place]") + ")" + relationship("(m)") + "\n"
                + "RETURN place, CASE WHEN m:" + Cypher.quote(other.referenceLabel()) + " THEN "
                + KeyCypher.of("m", other.key()) + " END";
    }

    @Override
    public String delete() {
        return "UNWIND $keys AS key\n" + "MATCH (n" + KeyCypher.reference(own, "key") + ")" + relationship("()")
                + "\nDELETE r";
    }

    /** They have no properties. */
    @Override
    public String set() {
        throw new IllegalStateException("a foreign key is a relationship without properties");
    }

    @Override
    public String create() {
        return "UNWIND $rows AS row\n"
                + "MERGE (m" + KeyCypher.reference(other, "row[1]") + ")\n"
                + "WITH row, m\n"
                + "MATCH (n" + KeyCypher.reference(own, "row[0]") + ")\n"
                + "CREATE (n)" + relationship("(m)");
    }

    /** What the graph holds for the row of a node, as Cypher: null, the other node's key, or a list that no row can say. */
    static String value(Mapping mapping, ForeignKeyEdge edge, String node) {
        NodeMapping other = mapping.node(edge.end().label());
        String key = KeyCypher.of("m", other.key());
        String ends = "COLLECT { MATCH (" + node + ")"
                + arrow(edge, "-[:" + Cypher.quote(edge.type()) + "]-", "(m)")
                + " RETURN CASE WHEN m:" + Cypher.quote(other.referenceLabel()) + " THEN " + key + " END }";
        return "CASE COUNT { (" + node + ")" + arrow(edge, "-[:" + Cypher.quote(edge.type()) + "]-", "()")
                + " } WHEN 0 THEN null WHEN 1 THEN coalesce(" + ends + "[0], 'a node of another kind') ELSE " + ends
                + " END";
    }

    /** Whether a node has such a relationship, as Cypher. */
    static String exists(ForeignKeyEdge edge, String node) {
        return "EXISTS { (" + node + ")" + arrow(edge, "-[:" + Cypher.quote(edge.type()) + "]-", "()") + " }";
    }

    private String relationship(String end) {
        return arrow(edge, "-[r:" + Cypher.quote(edge.type()) + "]-", end);
    }

    private static String arrow(ForeignKeyEdge edge, String line, String end) {
        return (edge.outgoing() ? "" : "<") + line + (edge.outgoing() ? ">" : "") + end;
    }
}
