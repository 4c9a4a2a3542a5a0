package io.tidemark.cli.map;

import io.tidemark.model.Problem;
import io.tidemark.model.TableName;
import io.tidemark.model.mapping.EdgeMapping;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.model.mapping.NodeMapping;
import io.tidemark.postgres.MappingCheck;
import io.tidemark.postgres.Tables;
import io.tidemark.settings.mapping.MappingText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The join tables, each an edge, or a comment that says why it cannot be one. Pure. */
final class ProposedEdges {

    private final ProposedNodes nodes;
    private final Tables tables;
    private final String role;
    private final List<Entry> entries = new ArrayList<>();
    private final Collection<String> types;

    ProposedEdges(Map<TableName, JoinTable> joins, ProposedNodes nodes, Tables tables, String role) {
        this.nodes = nodes;
        this.tables = tables;
        this.role = role;
        Map<TableName, String> names = Names.types(joins);
        this.types = names.values();
        joins.forEach((name, join) -> entries.add(entry(join, Objects.requireNonNull(names.get(name)))));
    }

    /** The types of all of them. */
    Collection<String> types() {
        return types;
    }

    List<Entry> entries() {
        return entries;
    }

    private Entry entry(JoinTable join, String type) {
        TableName table = join.table().name();
        List<String> refusals = Stream.of(join.from(), join.to())
                .flatMap(end -> nodes.refusal(end).stream())
                .map(refusal -> "table " + table + ": its " + refusal)
                .distinct()
                .toList();
        Optional<NodeMapping> from = nodes.candidate(join.from().target());
        Optional<NodeMapping> to = nodes.candidate(join.to().target());
        List<String> unnamed = join.key().stream()
                .flatMap(key -> MappingCheck.propertyProblems(join.table().table(), key).stream())
                .map(Problem::toString)
                .toList();
        if (from.isEmpty() || to.isEmpty() || !unnamed.isEmpty()) {
            return new Entry(Stream.concat(refusals.stream(), unnamed.stream()).toList(), "", false);
        }
        Set<String> taken = new HashSet<>(join.from().columns());
        taken.addAll(join.to().columns());
        taken.addAll(join.key());
        SelectedColumns columns = SelectedColumns.of(join.table(), taken);
        EdgeMapping edge = new EdgeMapping(
                table,
                type,
                join.key(),
                ProposedNodes.end(join.from(), from.get()),
                ProposedNodes.end(join.to(), to.get()),
                columns.properties(),
                columns.absentWhen(),
                Map.of());
        List<String> comments = new ArrayList<>(refusals);
        comments.addAll(guesses(join));
        if (refusals.isEmpty()) {
            comments.addAll(
                    findings(edge, Stream.of(from.get(), to.get()).distinct().toList()));
        }
        boolean mapped = comments.isEmpty();
        comments.addAll(columns.comments());
        comments.addAll(furtherReferences(join));
        return new Entry(comments, MappingText.of(edge), mapped);
    }

    private List<String> findings(EdgeMapping edge, List<NodeMapping> ends) {
        return MappingCheck.problems(new Mapping(ends, List.of(edge)), tables, role).stream()
                .map(Problem::toString)
                .toList();
    }

    private static List<String> guesses(JoinTable join) {
        return join.guessed().stream()
                .map(end -> "table " + join.table().name() + ": no foreign key says what "
                        + end.columns().get(0) + " refers to; by its name " + end.target()
                        + ": if that is right, take the edge in")
                .toList();
    }

    private static List<String> furtherReferences(JoinTable join) {
        return join.table().foreignKeys().stream()
                .filter(foreignKey -> !foreignKey.equals(join.from()) && !foreignKey.equals(join.to()))
                .map(foreignKey -> "table " + join.table().name() + ": foreign key ("
                        + String.join(", ", foreignKey.columns()) + ") to " + foreignKey.target()
                        + " is only a property, because a relationship has two ends")
                .toList();
    }
}
