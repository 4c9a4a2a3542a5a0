package io.tidemark.reconciler.rebuild;

import io.tidemark.concurrent.Retries;
import io.tidemark.graphstore.GraphClear;
import io.tidemark.graphstore.GraphClear.Staying;
import io.tidemark.graphstore.Holds;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.mapping.EdgeMapping;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.model.mapping.NodeMapping;
import io.tidemark.reconciler.run.Endpoints;
import io.tidemark.reconciler.run.Observer;
import io.tidemark.reconciler.run.Stop;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Empties the mapped part of the graph under a hold, so that the sink reads the topics from the beginning. It may be
 * stopped or killed at any point: the hold is there until all is gone, and whoever runs it again goes on. One thread.
 */
public final class Clear {

    private final Endpoints sides;
    private final String command;
    private final Observer observer;
    private final Stop stop;
    private final Setback setback = new Setback();
    private final Holds holds;
    private final GraphClear graph;

    /**
     * Prepares to clear.
     *
     * @param command what the hold says of its origin, for example {@code ./tidemark reconcile clear}
     */
    public Clear(Endpoints sides, String command, Observer observer, Stop stop) {
        this.sides = sides;
        this.command = command;
        this.observer = observer;
        this.stop = stop;
        this.holds = sides.holds();
        this.graph = sides.graphClear(new Retries(() -> stop.isAsked() || setback.isTooLong()));
    }

    /**
     * What {@link #run} would do now.
     *
     * @throws TidemarkException USAGE when it would refuse, RETRY when Neo4j is away
     */
    public ClearPlan plan() {
        requireOnlyOurs();
        List<ClearPart> parts = new ArrayList<>();
        for (ElementMapping element : elements()) {
            stop.check();
            Staying staying = graph.staying(element);
            parts.add(new ClearPart(
                    element.table(),
                    name(element),
                    graph.count(element) - staying.nodes(),
                    staying,
                    graph.strays(element)));
        }
        ClearPlan plan = new ClearPlan(parts);
        requireBelonging(plan);
        return plan;
    }

    /**
     * Empties the graph. Nothing happens where nothing is left to do.
     *
     * @throws io.tidemark.reconciler.run.StoppedException when somebody has asked for it; the hold stays
     * @throws TidemarkException USAGE when the graph is not this pipeline's, RETRY when Neo4j is away for too long
     */
    public ClearResult run() {
        Instant began = Instant.now();
        ClearPlan plan = plan();
        Map<ElementMapping, Long> gone = new HashMap<>();
        if (!plan.isNothing() || belongs()) {
            holds.set(command + " began to clear the graph at " + began.truncatedTo(ChronoUnit.SECONDS)
                    + "; to go on with it, run it again");
            holds.forgetPositions();
            do {
                empty(plan, gone);
            } while (holds.forgetPositions() > 0);
            stop.check();
            holds.lift();
        }
        return result(gone, began);
    }

    private void empty(ClearPlan plan, Map<ElementMapping, Long> gone) {
        for (ElementMapping element : elements()) {
            long expected = plan.parts().stream()
                    .filter(part -> part.table().equals(element.table()))
                    .mapToLong(ClearPart::going)
                    .sum();
            observer.begin("clear " + element.table(), expected);
            graph.remove(element, removed -> {
                setback.end();
                gone.merge(element, removed, Long::sum);
                observer.advance(removed);
                stop.check();
            });
        }
    }

    private ClearResult result(Map<ElementMapping, Long> gone, Instant began) {
        List<ClearPart> parts = elements().stream()
                .map(element -> new ClearPart(
                        element.table(),
                        name(element),
                        gone.getOrDefault(element, 0L),
                        graph.staying(element),
                        graph.strays(element)))
                .toList();
        return new ClearResult(parts, Duration.between(began, Instant.now()));
    }

    private void requireOnlyOurs() {
        List<String> others = sides.tidemark().prefixes().stream()
                .filter(prefix -> !prefix.equals(prefix()))
                .toList();
        if (!others.isEmpty()) {
            throw new TidemarkException(
                    Category.USAGE,
                    "this graph also holds positions of " + String.join(", ", others) + ", not only of " + prefix()
                            + ", and nothing tells their elements apart: set TIDEMARK_PREFIX to " + others.get(0)
                            + " to clear that one, or give each pipeline a database of its own");
        }
    }

    private void requireBelonging(ClearPlan plan) {
        if (!plan.isNothing() && !belongs()) {
            throw new TidemarkException(
                    Category.USAGE,
                    "nothing in this graph says that it belongs to " + prefix()
                            + ": it has neither a tidemark nor a watermark nor a hold; see that NEO4J_URI and"
                            + " TIDEMARK_PREFIX are right, or remove its elements by hand");
        }
    }

    private boolean belongs() {
        return sides.tidemark().prefixes().contains(prefix());
    }

    private String prefix() {
        return sides.settings().prefix();
    }

    /** Relationships first: nodes that still have some stay. */
    private List<ElementMapping> elements() {
        List<ElementMapping> elements = new ArrayList<>(sides.mapping().edges());
        elements.addAll(sides.mapping().nodes());
        return elements;
    }

    private static String name(ElementMapping element) {
        return element instanceof EdgeMapping edge ? edge.type() : ((NodeMapping) element).label();
    }
}
