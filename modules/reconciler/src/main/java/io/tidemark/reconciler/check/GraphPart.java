package io.tidemark.reconciler.check;

import io.tidemark.events.TopicNames;
import io.tidemark.graphstore.Graph;
import io.tidemark.graphstore.GraphServer;
import io.tidemark.graphstore.OtherPositions;
import io.tidemark.graphstore.TidemarkReader;
import io.tidemark.graphstore.TidemarkReader.Standing;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.model.position.Watermark;
import io.tidemark.reconciler.run.ReconcilerSettings;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is to be said of Neo4j. One thread. */
final class GraphPart {

    private final ReconcilerSettings settings;
    private final Findings findings;
    private Optional<Standing> standing = Optional.empty();
    private boolean hasPosition;

    GraphPart(ReconcilerSettings settings, Findings findings) {
        this.settings = settings;
        this.findings = findings;
    }

    /** Where the graph stands; empty when it did not say. */
    Optional<Standing> standing() {
        return standing;
    }

    /** Whether this pipeline has left a position in the graph. */
    boolean hasPosition() {
        return hasPosition;
    }

    void run() {
        findings.read("neo4j", () -> {
            try (Graph graph = settings.graph().connect()) {
                findings.read("neo4j", () -> {
                    GraphServer.Version server = graph.server().version();
                    findings.add(Finding.ok(
                            "neo4j",
                            "version " + server.version() + " " + server.edition() + " at "
                                    + settings.graph().uri()));
                });
                findings.read("neo4j read", () -> reads(graph));
                findings.read("neo4j write", () -> writes(graph));
                findings.read("constraints", () -> constraints(graph));
                // right before Postgres is asked, so that looking does not show as lag
                findings.read(
                        "tidemark",
                        () -> standing = Optional.of(positions(graph).standing()));
            }
        });
    }

    private TidemarkReader positions(Graph graph) {
        return graph.tidemark(settings.prefix());
    }

    private void reads(Graph graph) {
        List<String> prefixes = positions(graph).prefixes();
        hasPosition = prefixes.contains(settings.prefix());
        findings.add(Finding.ok("neo4j read", "this user may read"));
        leftovers(graph);
        List<OtherPositions> others = positions(graph).others();
        findings.add(
                others.isEmpty()
                        ? Finding.ok("other pipelines", "none writes to this graph")
                        : Finding.warn(
                                "other pipelines",
                                "the graph also holds positions of "
                                        + others.stream()
                                                .map(OtherPositions::describe)
                                                .collect(Collectors.joining(", ")),
                                "map other labels and types in each, and for one that is gone run "
                                        + others.get(0).removal() + "; clear and rebuild refuse until then"));
    }

    /** What was taken out of the mapping is no longer compared, so nothing else tells that it is there. */
    private void leftovers(Graph graph) {
        List<Mapping> earlier = graph.written(settings.prefix()).all();
        List<String> leftovers = graph.reader(settings.mapping()).leftovers(earlier);
        if (!leftovers.isEmpty()) {
            findings.add(Finding.warn(
                    "leftovers",
                    "the graph still has " + String.join(", ", leftovers)
                            + ", which earlier mappings had and this one does not",
                    "run ./tidemark reconcile rebuild, or clear and start the sink"));
        }
        TopicNames names = new TopicNames(settings.prefix());
        Set<String> known = Stream.concat(Stream.of(settings.mapping()), earlier.stream())
                .flatMap(mapping -> mapping.tables().stream())
                .map(names::table)
                .collect(Collectors.toSet());
        known.add(names.progress());
        List<String> unknown = positions(graph).watermarks().stream()
                .map(Watermark::topic)
                .filter(topic -> !known.contains(topic))
                .distinct()
                .sorted()
                .toList();
        if (!unknown.isEmpty()) {
            findings.add(Finding.warn(
                    "leftovers",
                    "the graph holds positions of " + String.join(", ", unknown)
                            + ", which no mapping has that the graph knows of; their elements may still be in the graph",
                    "put the tables back into the mapping and run ./tidemark reconcile clear, then take them out again and"
                            + " start the sink"));
        }
    }

    private void writes(Graph graph) {
        findings.add(graph.server()
                .refusesWrites()
                .map(code -> Finding.warn(
                        "neo4j write",
                        "this user may not write (" + code + "), as it should be for all but clear and rebuild",
                        "use a user that may write for clear and rebuild"))
                .orElseGet(() -> Finding.ok("neo4j write", "this user may write, as clear and rebuild need")));
    }

    private void constraints(Graph graph) {
        List<String> missing = graph.constraints(settings.mapping()).missing();
        findings.add(
                missing.isEmpty()
                        ? Finding.ok("constraints", "all are there")
                        : Finding.fail(
                                "constraints",
                                "missing: " + String.join(", ", missing),
                                "stop the sink, run ./tidemark setup, then ./tidemark reconcile verify: nodes may be"
                                        + " doubled"));
    }
}
