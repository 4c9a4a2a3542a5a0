package io.tidemark.cli.map;

import io.tidemark.model.TableName;
import io.tidemark.postgres.Table;
import io.tidemark.postgres.Tables;
import io.tidemark.postgres.shape.RelatedTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A mapping to start from. Tables with a key are nodes, join tables are edges; everything else is a comment with the reason. What can
 * be mapped is {@link io.tidemark.postgres.MappingCheck}'s decision, as it is setup's. Pure.
 *
 * @param nodes the node tables, sorted by table
 * @param edges the join tables, sorted by table
 * @param foreignKeys why foreign keys of node tables are no edges
 * @param leftOut why other tables are left out
 */
record Proposal(List<Entry> nodes, List<Entry> edges, List<String> foreignKeys, List<String> leftOut) {

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
        ProposedForeignKeys foreignKeys = new ProposedForeignKeys(nodeTables, nodes, edges.types());
        return new Proposal(nodes.entries(foreignKeys), edges.entries(), foreignKeys.refusals(), leftOut);
    }

    private static Tables tables(Collection<RelatedTable> found) {
        Map<TableName, Table> tables = new TreeMap<>();
        found.forEach(table -> tables.put(table.name(), table.table()));
        return new Tables(tables, Map.of());
    }

    /** Whether there is a mapping at all: it needs a node. */
    boolean isMapping() {
        return nodes.stream().anyMatch(Entry::mapped);
    }
}
