package io.tidemark.reconciler.adopt;

import io.tidemark.concurrent.Retries;
import io.tidemark.graphstore.Constraints;
import io.tidemark.graphstore.GraphAdoption;
import io.tidemark.model.Problem;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.mapping.EdgeMapping;
import io.tidemark.model.mapping.NodeMapping;
import io.tidemark.postgres.Column;
import io.tidemark.reconciler.adopt.Adoption.Edges;
import io.tidemark.reconciler.adopt.Adoption.Nodes;
import io.tidemark.reconciler.run.Endpoints;
import io.tidemark.reconciler.run.Observer;
import io.tidemark.reconciler.run.ProgressDeadline;
import io.tidemark.reconciler.run.Stop;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Takes over a graph that something else has filled, such as dual writes: makes the constraints, and gives nodes with a mapped label
 * their reference label, in place and in batches. What cannot be taken over is listed and left as it is. Nothing is removed, so
 * readers see what they saw before; what no row backs is for a comparison and a repair to find. It may be stopped or killed at any
 * point and run again: nodes that have their reference label are skipped. One thread.
 */
public final class Adopt {

    /** Nodes a transaction: well under a second's work. */
    public static final int BATCH = 10_000;

    private final Endpoints endpoints;
    private final Observer observer;
    private final Stop stop;
    private final ProgressDeadline deadline = new ProgressDeadline();
    private final GraphAdoption graph;
    private final int batch;
    private final int listed;

    /**
     * Prepares an adoption.
     *
     * @param batch how many nodes are adopted in one transaction, at least 1
     * @param listed how many keys are named in each listing
     */
    public Adopt(Endpoints endpoints, Observer observer, Stop stop, int batch, int listed) {
        this.endpoints = endpoints;
        this.observer = observer;
        this.stop = stop;
        this.graph = endpoints.adoption(new Retries(() -> stop.isAsked() || deadline.isPassed()));
        this.batch = batch;
        this.listed = listed;
    }

    /**
     * Adopts what can be.
     *
     * @param dryRun whether to say what would be done, and change nothing
     * @throws io.tidemark.reconciler.run.StoppedException when it was asked for
     * @throws TidemarkException USAGE when a node table cannot be read, RETRY when a server is unreachable
     */
    public Adoption run(boolean dryRun) {
        List<NodeTable> tables = tables();
        Constraints constraints = endpoints.constraints();
        Map<String, Problem> blocked = constraints.problems();
        Set<String> impossible = new HashSet<>(blocked.keySet());
        for (NodeTable table : tables) {
            stop.check();
            table.findDuplicates(graph);
            if (!table.refused().isEmpty()) {
                impossible.add(table.refused());
            }
        }
        // before the first node: the reference label's constraint keeps two nodes of one key from being adopted
        List<String> made = constraints(constraints, impossible, dryRun);
        List<Nodes> nodes = new ArrayList<>();
        for (NodeTable table : tables) {
            observer.begin((dryRun ? "look at " : "adopt ") + table.label(), 0);
            nodes.add(table.adopt(graph, dryRun, batch, rows -> {
                deadline.extend();
                observer.advance(rows);
                stop.check();
            }));
        }
        List<Edges> edges = new ArrayList<>();
        for (EdgeMapping edge : endpoints.mapping().edges()) {
            stop.check();
            edges.add(edges(edge));
        }
        List<Problem> left = new ArrayList<>(blocked.values());
        for (int index = 0; index < nodes.size(); index++) {
            NodeTable table = tables.get(index);
            left.addAll(nodes.get(index).problems(table.key(), table.keyType()));
        }
        edges.forEach(part -> left.addAll(part.problems()));
        return new Adoption(dryRun, nodes, edges, made, left);
    }

    private List<NodeTable> tables() {
        List<Problem> problems = endpoints.mapping().nodes().stream()
                .flatMap(node -> endpoints.problems(node).stream())
                .toList();
        if (!problems.isEmpty()) {
            throw new TidemarkException(Category.USAGE, Problem.lines(problems));
        }
        return endpoints.mapping().nodes().stream()
                .map(node -> new NodeTable(node, key(node), listed))
                .toList();
    }

    private List<Column> key(NodeMapping node) {
        return node.key().stream()
                .map(name ->
                        Objects.requireNonNull(endpoints.table(node).columns().get(name), name))
                .toList();
    }

    private static List<String> constraints(Constraints constraints, Set<String> impossible, boolean dryRun) {
        if (dryRun) {
            return constraints.missing().stream()
                    .filter(name -> !impossible.contains(name))
                    .toList();
        }
        return constraints.createAllBut(impossible).entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .toList();
    }

    private Edges edges(EdgeMapping edge) {
        KeyListing duplicates = new KeyListing(listed);
        graph.duplicates(
                edge, found -> duplicates.add(Arrays.asList(found.from(), found.to()), "", found.relationships()));
        return new Edges(edge.table(), edge.type(), duplicates.listing(), graph.strays(edge), graph.unkeyed(edge));
    }
}
