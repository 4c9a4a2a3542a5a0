package io.tidemark.cli.teardown;

import io.tidemark.concurrent.Retries;
import io.tidemark.graphstore.Constraints;
import io.tidemark.graphstore.Graph;
import io.tidemark.graphstore.OwnElements;
import io.tidemark.graphstore.OwnElements.Positions;
import io.tidemark.graphstore.OwnElements.References;
import io.tidemark.graphstore.VectorIndexes;
import io.tidemark.model.amount.Amounts;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.model.mapping.NodeMapping;
import io.tidemark.reconciler.run.ReconcilerSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What Tidemark keeps in the graph beside the mapped elements. */
final class GraphPart implements Part {

    private static final String COMMAND = "./tidemark teardown";

    private final String prefix;
    private final Mapping mapping;
    private final GraphScope scope;
    private final List<String> successors;
    private final Graph graph;
    private final OwnElements own;
    private final Constraints constraints;
    private final VectorIndexes indexes;

    /** @param successors prefixes of pipelines that need the graph, whether or not it has their positions already */
    GraphPart(ReconcilerSettings settings, GraphScope scope, List<String> successors) {
        this.prefix = settings.prefix();
        this.mapping = settings.mapping();
        this.scope = scope;
        this.successors = List.copyOf(successors);
        this.graph = settings.graph().connect();
        // until it is done or a person ends the command, which is safe
        this.own = graph.own(mapping, prefix, new Retries(() -> false));
        this.constraints = graph.constraints(mapping);
        this.indexes = graph.vectorIndexes(mapping);
    }

    @Override
    public List<Thing> things() {
        List<String> others = Stream.concat(graph.tidemark(prefix).prefixes().stream(), successors.stream())
                .filter(each -> !each.equals(prefix))
                .distinct()
                .toList();
        String used = others.isEmpty() ? "" : "pipeline " + String.join(", ", others) + " uses it, too";
        List<Thing> things = new ArrayList<>();
        if (scope != GraphScope.MAPPED) {
            things.add(elements(used.isEmpty() ? "--graph mapped removes them" : used));
        }
        String keeps = scope == GraphScope.KEEP ? "--graph own removes it" : used;
        Positions positions = own.positions();
        Map<String, Boolean> made = constraints.made();
        Thing references = references(keeps, positions, made);
        things.add(references);
        // while references are removed a hold is set, which is a position, too
        things.add(positions(positions, references.isGoing()));
        constraints.names().stream()
                .filter(name -> !made.containsKey(name))
                .forEach(name -> things.add(Thing.absent(Made.CONSTRAINT, name)));
        Set<String> written = own.nodes().stream()
                .flatMap(node -> Stream.of(node.label(), node.referenceLabel())
                        .map(label -> Constraints.nameOf(label, node.key())))
                .collect(Collectors.toSet());
        made.forEach((name, needed) -> things.add(constraint(name, needed || written.contains(name), keeps)));
        vectorIndexes(keeps).forEach(things::add);
        return things;
    }

    private Stream<Thing> vectorIndexes(String keeps) {
        Map<String, Boolean> made = indexes.made();
        return Stream.concat(
                indexes.names().stream()
                        .filter(name -> !made.containsKey(name))
                        .map(name -> Thing.absent(Made.VECTOR_INDEX, name)),
                made.entrySet().stream().map(index -> vectorIndex(index.getKey(), index.getValue(), keeps)));
    }

    private Thing vectorIndex(String name, boolean needed, String keeps) {
        if (!keeps.isEmpty()) {
            return Thing.staying(Made.VECTOR_INDEX, name, keeps);
        }
        return needed
                ? Thing.going(Made.VECTOR_INDEX, name, VectorIndexes.dropStatement(name), () -> indexes.drop(name))
                : Thing.staying(Made.VECTOR_INDEX, name, "it is not in the mapping: run this with one that has it");
    }

    private Thing elements(String why) {
        long count = graph.reader(mapping).counts().values().stream()
                .mapToLong(Long::longValue)
                .sum();
        return count == 0
                ? Thing.absent(Made.ELEMENTS, "nodes and relationships")
                : Thing.staying(Made.ELEMENTS, Amounts.count(count) + " nodes and relationships", why);
    }

    /** One thing for all labels: what leads from one to another goes first. */
    private Thing references(String keeps, Positions positions, Map<String, Boolean> made) {
        List<String> found = new ArrayList<>();
        boolean known = !positions.isEmpty();
        for (NodeMapping node : own.nodes()) {
            References references = own.references(node);
            if (!references.isEmpty()) {
                known |= made.containsKey(Constraints.nameOf(node.referenceLabel(), node.key()));
                found.add(node.referenceLabel() + " of " + Amounts.count(references.labelled(), "node", "nodes")
                        + " with a row and " + Amounts.count(references.alone(), "node", "nodes") + " without");
            }
        }
        String name = String.join("; ", found);
        if (found.isEmpty()) {
            return Thing.absent(
                    Made.REFERENCES,
                    own.nodes().stream().map(NodeMapping::referenceLabel).collect(Collectors.joining(", ")));
        }
        if (!keeps.isEmpty()) {
            return Thing.staying(Made.REFERENCES, name, keeps);
        }
        return known
                ? Thing.going(
                        Made.REFERENCES,
                        name,
                        "run " + COMMAND + " as a user who is allowed to write",
                        () -> own.removeReferences(COMMAND + " removes reference labels; run it again to resume"))
                : Thing.staying(Made.REFERENCES, name, "nothing says that they are of " + prefix + ", or of Tidemark");
    }

    private Thing positions(Positions positions, boolean willBeHeld) {
        String name = Amounts.count(positions.tidemarks(), "tidemark", "tidemarks") + ", "
                + Amounts.count(positions.watermarks(), "watermark", "watermarks") + ", "
                + Amounts.count(positions.holds(), "hold", "holds") + ", "
                + Amounts.count(positions.mappings(), "mapping", "mappings") + " of " + prefix;
        if (positions.isEmpty() && !willBeHeld) {
            return Thing.absent(Made.POSITIONS, name);
        }
        return scope == GraphScope.KEEP
                ? Thing.staying(
                        Made.POSITIONS,
                        name,
                        "--graph own removes them; until then no new pipeline of this prefix can fill this graph")
                : Thing.going(
                        Made.POSITIONS,
                        name,
                        "run " + COMMAND + " as a user who is allowed to write",
                        own::removePositions);
    }

    private Thing constraint(String name, boolean needed, String keeps) {
        if (!keeps.isEmpty()) {
            return Thing.staying(Made.CONSTRAINT, name, keeps);
        }
        return needed
                ? Thing.going(Made.CONSTRAINT, name, Constraints.dropStatement(name), () -> constraints.drop(name))
                : Thing.staying(
                        Made.CONSTRAINT, name, "its label is not in the mapping: run this with one that has it");
    }

    @Override
    public void close() {
        graph.close();
    }
}
