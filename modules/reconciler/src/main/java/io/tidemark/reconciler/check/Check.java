package io.tidemark.reconciler.check;

import io.tidemark.events.RegistryCheck;
import io.tidemark.postgres.RowCount.Estimate;
import io.tidemark.reconciler.run.ReconcilerSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads everything a pipeline rests on. One server that is unreachable hides nothing of the others. Nothing is written
 * anywhere. One thread.
 */
public final class Check {

    private final ReconcilerSettings settings;

    public Check(ReconcilerSettings settings) {
        this.settings = settings;
    }

    /**
     * One finding for each thing, in the order Postgres, Kafka, registry, Neo4j, position, estimate. Never throws for
     * what it can report. Takes a second; up to ten for each server that is unreachable.
     */
    public List<Finding> run() {
        Findings graphFindings = new Findings();
        GraphPart graph = new GraphPart(settings, graphFindings);
        graph.run();
        Findings postgresFindings = new Findings();
        PostgresPart postgres = new PostgresPart(settings, graph.hasPosition(), postgresFindings);
        postgres.run();
        Findings rest = new Findings();
        new KafkaPart(settings, rest).run();
        rest.read("registry", () -> {
            RegistryCheck.run(settings.registry());
            rest.add(Finding.ok("registry", "answers at " + settings.registry()));
        });
        Findings last = new Findings();
        last.read("tidemark", () -> position(graph, postgres, last));
        last.read("estimate", () -> estimate(postgres.rows(), last));
        List<Finding> all = new ArrayList<>(postgresFindings.list());
        all.addAll(rest.list());
        all.addAll(graphFindings.list());
        all.addAll(last.list());
        return List.copyOf(all);
    }

    private static void position(GraphPart graph, PostgresPart postgres, Findings findings) {
        graph.standing()
                .ifPresent(standing ->
                        PositionFindings.of(standing, postgres.head()).forEach(findings::add));
    }

    private void estimate(Map<String, Estimate> rows, Findings findings) {
        Optional<GraphEstimate> estimate = GraphEstimate.of(settings.mapping(), rows);
        estimate.ifPresent(found -> found.findings().forEach(findings::add));
    }
}
