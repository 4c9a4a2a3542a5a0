package io.tidemark.graphstore;

import io.tidemark.model.mapping.EdgeMapping;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.model.mapping.NodeMapping;
import java.util.List;

/**
 * What a row of an edge table with a key of its own means in the graph, as Cypher: the relationship of one type whose property has the
 * row's key. A uniqueness constraint keeps it the only one of the type, and its index finds it. Where rows take their type from a column there
 * are such statements for each, and a row's relationship is looked for among all. Pure.
 *
 * <p>The statements rest on what {@link ElementStatements} says of two writers: the watermark's lock keeps every other writer from this row's
 * relationship, so what {@link #find} has found is still so for the statements that follow in its transaction. They meet others at nodes only,
 * and in the same ways: {@link #create} merges both ends and makes a relationship between them, {@link #delete} takes one away, after which
 * the ends it had (not those the row has now) are locked and looked at. A relationship that is only given properties leaves its ends as
 * they are: they cannot go while it is there.
 */
final class KeyedEdgeStatements implements MovableEdges.Statements {

    private final EdgeMapping edge;
    private final NodeMapping from;
    private final NodeMapping to;
    private final String type;
    private final List<String> key;

    /** @param edge one that has a key of its own, and one type */
    KeyedEdgeStatements(Mapping mapping, EdgeMapping edge) {
        if (edge.identifiedByEnds()) {
            throw new IllegalArgumentException(edge.table() + " has no key of its own");
        }
        if (edge.typeByColumn() != null) {
            throw new IllegalArgumentException(edge.table() + " has several types");
        }
        this.edge = edge;
        this.from = mapping.node(edge.from().label());
        this.to = mapping.node(edge.to().label());
        this.type = Cypher.quote(edge.type());
        this.key = edge.key();
    }

    @Override
    public String find() {
        return "UNWIND range(0, size($keys) - 1) AS place\n"
                + match("a", "b", "$keys[place]")
                + "RETURN place, " + end("a", from) + ", " + end("b", to);
    }

    @Override
    public String delete() {
        return "UNWIND $keys AS key\n" + match("", "", "key") + "DELETE r";
    }

    @Override
    public String set() {
        return "UNWIND $rows AS row\n"
                + match("", "", "row[0]")
                + "SET " + ElementStatements.assignments("r", edge.properties(), 3);
    }

    @Override
    public String create() {
        return "UNWIND $rows AS row\n"
                + "MERGE (a" + KeyCypher.reference(from, "row[1]") + ")\n"
                + "MERGE (b" + KeyCypher.reference(to, "row[2]") + ")\n"
                + "CREATE (a)-[r:" + type + KeyCypher.map(key, "row[0]") + "]->(b)"
                + (edge.properties().isEmpty()
                        ? ""
                        : "\nSET " + ElementStatements.assignments("r", edge.properties(), 3));
    }

    private String match(String start, String end, String value) {
        return "MATCH (" + start + ")-[r:" + type + "]->(" + end + ") USING INDEX r:" + type + "("
                + KeyCypher.names(key) + ") WHERE " + KeyCypher.equal("r", key, value) + "\n";
    }

    private static String end(String variable, NodeMapping node) {
        return "CASE WHEN " + variable + ":" + Cypher.quote(node.referenceLabel()) + " THEN "
                + KeyCypher.of(variable, node.key()) + " END";
    }
}
