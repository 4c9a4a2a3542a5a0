package io.tidemark.cli.map;

import io.tidemark.model.Problem;
import io.tidemark.model.TableName;
import io.tidemark.model.mapping.EndMapping;
import io.tidemark.model.mapping.ForeignKeyEdge;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.model.mapping.NodeMapping;
import io.tidemark.postgres.MappingCheck;
import io.tidemark.postgres.Table.Trait;
import io.tidemark.postgres.Tables;
import io.tidemark.postgres.shape.ForeignKey;
import io.tidemark.postgres.shape.RelatedTable;
import io.tidemark.settings.mapping.MappingText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The tables that become nodes, and why others do not. Pure. */
final class ProposedNodes {

    private final Tables tables;
    private final String role;
    private final Map<TableName, NodeMapping> candidates = new TreeMap<>();
    private final Set<TableName> accepted = new HashSet<>();
    private final Map<TableName, List<String>> comments = new TreeMap<>();
    private final List<String> leftOut = new ArrayList<>();

    /** @param chosen the tables, without join tables */
    ProposedNodes(Collection<RelatedTable> chosen, Tables tables, String role) {
        this.tables = tables;
        this.role = role;
        Map<TableName, String> labels =
                Names.labels(chosen.stream().map(RelatedTable::name).toList());
        for (RelatedTable table : chosen) {
            Optional<List<String>> reasons = reasons(table);
            if (reasons.isPresent()) {
                leftOut.addAll(reasons.get());
            } else {
                add(table, Objects.requireNonNull(labels.get(table.name())));
            }
        }
    }

    /** Why a table has no form as a node; empty when it has one. */
    private Optional<List<String>> reasons(RelatedTable table) {
        List<String> key = table.table().primaryKey();
        if (table.table().traits().contains(Trait.NOT_ORDINARY)) {
            return Optional.of(findings(new NodeMapping(table.name(), "Any", "any", List.of(), null)));
        }
        if (key.isEmpty()) {
            return Optional.of(keyless(table));
        }
        List<Problem> problems = key.stream()
                .flatMap(column -> MappingCheck.propertyProblems(table.table(), column).stream())
                .toList();
        return problems.isEmpty()
                ? Optional.empty()
                : Optional.of(problems.stream().map(Problem::toString).toList());
    }

    private List<String> keyless(RelatedTable table) {
        return table.uniqueKeys().stream()
                .filter(columns -> columns.size() == 1 && !table.nullable().contains(columns.get(0)))
                .map(columns -> columns.get(0))
                .filter(column ->
                        MappingCheck.propertyProblems(table.table(), column).isEmpty())
                .findFirst()
                .map(column -> findings(new NodeMapping(table.name(), "Any", column, List.of(), null)))
                .orElse(List.of("table " + table.name()
                        + " has no primary key, and no column that is unique and never null: give it one"));
    }

    private void add(RelatedTable table, String label) {
        List<String> key = table.table().primaryKey();
        SelectedColumns columns = SelectedColumns.of(table, Set.copyOf(key));
        NodeMapping node = new NodeMapping(
                table.name(), label, key, columns.properties(), columns.absentWhen(), Map.of(), List.of());
        candidates.put(table.name(), node);
        List<String> findings = new ArrayList<>(findings(node));
        key.stream()
                .filter(Convention::isSecret)
                .forEach(column -> findings.add("the key " + table.name() + "." + column
                        + " looks like a secret; take the table in if it may leave the database"));
        if (findings.isEmpty()) {
            accepted.add(table.name());
        }
        List<String> all = new ArrayList<>(findings);
        all.addAll(columns.comments());
        all.addAll(references(table));
        comments.put(table.name(), all);
    }

    /** Columns that only by their name are references. */
    private static List<String> references(RelatedTable table) {
        Set<String> known = new HashSet<>(table.table().primaryKey());
        table.foreignKeys().stream().map(ForeignKey::columns).forEach(known::addAll);
        String columns = table.table().columns().values().stream()
                .filter(column -> !known.contains(column.name()) && Convention.isReference(column))
                .map(column -> column.name())
                .collect(Collectors.joining(", "));
        return columns.isEmpty()
                ? List.of()
                : List.of("table " + table.name() + ": " + columns
                        + " may refer to other tables; without a foreign key that says so this is only a property");
    }

    private List<String> findings(NodeMapping node) {
        return MappingCheck.problems(new Mapping(List.of(node), List.of()), tables, role).stream()
                .map(Problem::toString)
                .toList();
    }

    /** All of them, with the relationships of their rows; a column that is one is no property besides. */
    List<Entry> entries(ProposedForeignKeys foreignKeys) {
        return candidates.values().stream()
                .map(node -> new Entry(
                        Objects.requireNonNull(comments.get(node.table())),
                        MappingText.of(with(node, foreignKeys.edges(node.table()))),
                        accepted.contains(node.table())))
                .toList();
    }

    private static NodeMapping with(NodeMapping node, List<ForeignKeyEdge> edges) {
        Set<String> columns =
                edges.stream().flatMap(edge -> edge.end().columns().stream()).collect(Collectors.toSet());
        return new NodeMapping(
                node.table(),
                node.label(),
                node.key(),
                node.properties().stream()
                        .filter(property -> !columns.contains(property.column()))
                        .toList(),
                node.absentWhen(),
                node.presentWhen(),
                edges);
    }

    /** The node that a table is; empty where it is left out. */
    Optional<NodeMapping> accepted(TableName table) {
        return candidate(table).filter(node -> accepted.contains(table));
    }

    /** Why tables that have no form as a node are left out. */
    List<String> leftOut() {
        return leftOut;
    }

    /** The node that a table is, or would be without what keeps it out. */
    Optional<NodeMapping> candidate(TableName table) {
        return Optional.ofNullable(candidates.get(table));
    }

    /** A foreign key as an end at such a node: its columns in the order of the node's key. */
    static EndMapping end(ForeignKey foreignKey, NodeMapping node) {
        return new EndMapping(
                node.key().stream()
                        .map(column -> foreignKey
                                .columns()
                                .get(Math.max(0, foreignKey.targetColumns().indexOf(column))))
                        .toList(),
                node.label());
    }

    /** Why a foreign key cannot be the end of an edge; empty when it can. */
    Optional<String> refusal(ForeignKey end) {
        String what = (end.columns().size() == 1 ? "column " : "foreign key ") + String.join(", ", end.columns())
                + " references " + end.target();
        NodeMapping node = candidates.get(end.target());
        if (node == null) {
            return Optional.of(what + ", which is not a node here");
        }
        if (!Set.copyOf(end.targetColumns()).equals(Set.copyOf(node.key()))) {
            return Optional.of(
                    what + " (" + String.join(", ", end.targetColumns()) + "), which is not its primary key");
        }
        return accepted.contains(end.target()) ? Optional.empty() : Optional.of(what + ", which is left out above");
    }
}
