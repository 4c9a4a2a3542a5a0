package io.tidemark.cli.map;

import io.tidemark.model.TableName;
import io.tidemark.model.mapping.EdgeMapping;
import io.tidemark.model.mapping.EndMapping;
import io.tidemark.model.mapping.NodeMapping;
import io.tidemark.postgres.Table;
import io.tidemark.postgres.Tables;
import io.tidemark.postgres.shape.ForeignKey;
import io.tidemark.postgres.shape.RelatedTable;
import io.tidemark.settings.mapping.MappingText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A mapping to start from. Tables with a key of one column are nodes, join tables are edges; everything else is a comment with the reason. What can
 * be mapped is {@link io.tidemark.postgres.MappingCheck}'s decision, as it is setup's. Pure.
 *
 * @param nodes the node tables, sorted by table
 * @param edges the join tables, sorted by table
 * @param foreignKeys the foreign keys of node tables, as edges that are not possible yet
 * @param leftOut why other tables are left out
 */
record Proposal(List<Entry> nodes, List<Entry> edges, List<Entry> foreignKeys, List<String> leftOut) {

    /**
     * Proposes a mapping.
     *
     * @param found the tables of the schemas, sorted by name
     * @param role who will read them, for the statements in the comments
     */
    static Proposal of(Collection<RelatedTable> found, String role) {
        List<String> leftOut = new ArrayList<>();
        List<RelatedTable> nodeTables = new ArrayList<>();
        Map<TableName, JoinTable> joins = new TreeMap<>();
        for (RelatedTable table : found) {
            if (table.ofExtension()) {
                leftOut.add("table " + table.name() + " belongs to an extension");
            } else if (Convention.isBookkeeping(table.name().name())) {
                leftOut.add("table " + table.name() + " is a framework's own bookkeeping");
            } else {
                Optional<JoinTable> join = JoinTable.of(table).or(() -> Guess.joinTable(table, found));
                join.ifPresentOrElse(edge -> joins.put(table.name(), edge), () -> nodeTables.add(table));
            }
        }
        Tables tables = tables(found);
        ProposedNodes nodes = new ProposedNodes(nodeTables, tables, role);
        ProposedEdges edges = new ProposedEdges(joins, nodes, tables, role);
        leftOut.addAll(nodes.leftOut());
        return new Proposal(nodes.entries(), edges.entries(), foreignKeys(nodeTables, nodes), leftOut);
    }

    private static Tables tables(Collection<RelatedTable> found) {
        Map<TableName, Table> tables = new TreeMap<>();
        found.forEach(table -> tables.put(table.name(), table.table()));
        return new Tables(tables, Map.of());
    }

    private static List<Entry> foreignKeys(List<RelatedTable> tables, ProposedNodes nodes) {
        List<Entry> entries = new ArrayList<>();
        for (RelatedTable table : tables) {
            nodes.candidate(table.name())
                    .ifPresent(node -> table.foreignKeys()
                            .forEach(foreignKey -> entries.add(foreignKey(node, foreignKey, nodes))));
        }
        return entries;
    }

    private static Entry foreignKey(NodeMapping node, ForeignKey foreignKey, ProposedNodes nodes) {
        if (foreignKey.columns().size() > 1) {
            String what = "table " + node.table() + ": foreign key (" + String.join(", ", foreignKey.columns())
                    + ") to " + foreignKey.target() + " has several columns";
            return new Entry(List.of(what), "", false);
        }
        String column = foreignKey.columns().get(0);
        List<String> comments = nodes.refusal(foreignKey)
                .map(refusal -> List.of("table " + node.table() + ": its " + refusal))
                .orElse(List.of());
        String text = nodes.candidate(foreignKey.target())
                .map(target -> MappingText.of(EdgeMapping.byEnds(
                        node.table(),
                        Names.typeOf(column),
                        new EndMapping(node.key(), node.label()),
                        new EndMapping(column, target.label()),
                        List.of(),
                        null)))
                .orElse("");
        return new Entry(comments, text, false);
    }

    /** Whether there is a mapping at all: it needs a node. */
    boolean isMapping() {
        return nodes.stream().anyMatch(Entry::mapped);
    }
}
