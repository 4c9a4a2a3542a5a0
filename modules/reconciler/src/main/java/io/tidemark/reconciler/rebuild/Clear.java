package io.tidemark.reconciler.rebuild;

import io.tidemark.concurrent.Retries;
import io.tidemark.graphstore.GraphClear;
import io.tidemark.graphstore.GraphClear.Staying;
import io.tidemark.graphstore.Holds;
import io.tidemark.model.TableName;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.reconciler.run.Endpoints;
import io.tidemark.reconciler.run.Observer;
import io.tidemark.reconciler.run.ProgressDeadline;
import io.tidemark.reconciler.run.Stop;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Empties the mapped part of the graph under a hold, so that the sink reads the topics from the beginning. It may be
 * stopped or killed at any point: the hold is there until all is gone, and run again, it resumes. One thread.
 */
public final class Clear {

    private final Endpoints endpoints;
    private final String command;
    private final Observer observer;
    private final Stop stop;
    private final ProgressDeadline deadline = new ProgressDeadline();
    private final Holds holds;
    private final Retries retries;
    private final Optional<String> forgotten;

    /** Prepares to clear what is this pipeline's alone. */
    public Clear(Endpoints endpoints, String command, Observer observer, Stop stop) {
        this(endpoints, command, observer, stop, Optional.empty());
    }

    /**
     * Prepares to clear.
     *
     * @param forgotten the prefix of a pipeline that no longer runs and wrote the same elements: its positions go too
     * @param command what the hold says of its origin, for example {@code ./tidemark reconcile clear}
     */
    public Clear(Endpoints endpoints, String command, Observer observer, Stop stop, Optional<String> forgotten) {
        if (forgotten.isPresent() && forgotten.get().equals(endpoints.settings().prefix())) {
            throw new TidemarkException(
                    Category.USAGE,
                    "--forget names " + forgotten.get() + ", which is this pipeline's own prefix: leave --forget out");
        }
        this.forgotten = forgotten;
        this.endpoints = endpoints;
        this.command = command;
        this.observer = observer;
        this.stop = stop;
        this.holds = endpoints.holds();
        this.retries = new Retries(() -> stop.isAsked() || deadline.isPassed());
    }

    /**
     * What a clear would do now.
     *
     * @param parts the elements of each table, in the order in which they go: relationships first
     */
    public record Plan(List<Part> parts) {

        public Plan {
            parts = List.copyOf(parts);
        }

        /** How many elements would go. */
        public long going() {
            return parts.stream().mapToLong(Part::going).sum();
        }

        /** Whether nothing would change. */
        boolean isNothing() {
            return parts.stream()
                    .allMatch(part -> part.going() == 0 && part.staying().carried() == 0);
        }
    }

    /**
     * What a clear did.
     *
     * @param parts the elements of each table, in the order in which they went
     * @param took how long it took
     */
    public record Result(List<Part> parts, Duration took) {

        public Result {
            parts = List.copyOf(parts);
        }

        /** How many elements went. */
        public long gone() {
            return parts.stream().mapToLong(Part::going).sum();
        }
    }

    /**
     * One table's part of a clear.
     *
     * @param table the table
     * @param name its label or relationship type
     * @param going how many of its nodes or relationships go, or have gone
     * @param staying its nodes that stay as references because others use them too
     * @param strays elements that carry the label or type but are not Tidemark's, because a reference label is missing;
     *     they are left as they are
     */
    public record Part(TableName table, String name, long going, Staying staying, long strays) {

        /** What is left and why, a line each; empty when nothing is. */
        public List<String> left() {
            List<String> lines = new ArrayList<>();
            if (staying.nodes() > 0) {
                List<String> reasons = new ArrayList<>();
                reason(reasons, staying.relationships(), "have relationships");
                reason(reasons, staying.labels(), "have labels");
                reason(reasons, staying.properties(), "have properties");
                lines.add(staying.nodes() + " " + name
                        + " nodes stay as references with their key, because others use them: "
                        + String.join(", ", reasons) + " that are not mapped");
            }
            if (strays > 0) {
                lines.add(strays + " elements with " + name
                        + " are left as they are: a reference label is missing, so they are not Tidemark's");
            }
            return lines;
        }

        private static void reason(List<String> reasons, long count, String what) {
            if (count > 0) {
                reasons.add(count + " " + what);
            }
        }
    }

    /**
     * What {@link #run} would do now.
     *
     * @throws TidemarkException USAGE when it would refuse, RETRY when Neo4j is unreachable
     */
    public Plan plan() {
        return plan(graph());
    }

    private Plan plan(GraphClear graph) {
        requireOnlyOurs();
        List<Part> parts = new ArrayList<>();
        for (ElementMapping element : graph.elements()) {
            stop.check();
            Staying staying = graph.staying(element);
            parts.add(new Part(
                    element.table(),
                    element.graphName(),
                    graph.count(element) - staying.nodes(),
                    staying,
                    graph.strays(element)));
        }
        Plan plan = new Plan(parts);
        requireBelonging(plan);
        return plan;
    }

    /**
     * Empties the graph. Nothing happens where nothing is left to do.
     *
     * @throws io.tidemark.reconciler.run.StoppedException when it was asked for; the hold stays
     * @throws TidemarkException USAGE when the graph is not this pipeline's, RETRY when Neo4j is unreachable for too long
     */
    public Result run() {
        Instant began = Instant.now();
        GraphClear graph = graph();
        Plan plan = plan(graph);
        Map<ElementMapping, Long> gone = new HashMap<>();
        if (!plan.isNothing() || belongs()) {
            List<Holds> all = holds();
            String reason = command + " began to clear the graph at " + began.truncatedTo(ChronoUnit.SECONDS)
                    + "; to go on with it, run it again";
            all.forEach(each -> each.set(reason));
            forgetPositions(all);
            do {
                empty(graph, plan, gone);
            } while (forgetPositions(all) > 0);
            stop.check();
            prefixes().forEach(prefix -> endpoints.written(prefix).forget());
            all.forEach(Holds::lift);
        }
        return result(graph, gone, began);
    }

    /** The own one last: while it is there, the clear can be run again. */
    private List<Holds> holds() {
        return forgotten
                .filter(endpoints.tidemark().prefixes()::contains)
                .map(prefix -> List.of(endpoints.holds(prefix), holds))
                .orElse(List.of(holds));
    }

    private static long forgetPositions(List<Holds> all) {
        return all.stream().mapToLong(Holds::forgetPositions).sum();
    }

    private void empty(GraphClear graph, Plan plan, Map<ElementMapping, Long> gone) {
        for (int i = 0; i < plan.parts().size(); i++) {
            ElementMapping element = graph.elements().get(i);
            observer.begin("clear " + element.table(), plan.parts().get(i).going());
            graph.remove(element, removed -> {
                deadline.extend();
                gone.merge(element, removed, Long::sum);
                observer.advance(removed);
                stop.check();
            });
        }
    }

    private Result result(GraphClear graph, Map<ElementMapping, Long> gone, Instant began) {
        List<Part> parts = graph.elements().stream()
                .map(element -> new Part(
                        element.table(),
                        element.graphName(),
                        gone.getOrDefault(element, 0L),
                        graph.staying(element),
                        graph.strays(element)))
                .toList();
        return new Result(parts, Duration.between(began, Instant.now()));
    }

    private void requireOnlyOurs() {
        List<String> others = endpoints.tidemark().prefixes().stream()
                .filter(prefix -> !prefix.equals(prefix()))
                .filter(prefix -> !forgotten.equals(Optional.of(prefix)))
                .toList();
        if (!others.isEmpty()) {
            throw new TidemarkException(
                    Category.USAGE,
                    "this graph also holds positions of " + String.join(", ", others) + ", not only of " + prefix()
                            + ", and nothing tells their elements apart: set TIDEMARK_PREFIX to " + others.get(0)
                            + " to clear that one, or give each pipeline a database of its own; if " + others.get(0)
                            + " no longer runs, ./tidemark reconcile clear --forget " + others.get(0)
                            + " removes its positions with the elements");
        }
    }

    private void requireBelonging(Plan plan) {
        if (!plan.isNothing() && !belongs()) {
            throw new TidemarkException(
                    Category.USAGE,
                    "nothing in this graph says that it belongs to " + prefix()
                            + ": it has neither a tidemark nor a watermark nor a hold; see that NEO4J_URI and"
                            + " TIDEMARK_PREFIX are right, or remove its elements by hand");
        }
    }

    private boolean belongs() {
        List<String> prefixes = endpoints.tidemark().prefixes();
        return prefixes.contains(prefix())
                || forgotten.filter(prefixes::contains).isPresent();
    }

    private String prefix() {
        return endpoints.settings().prefix();
    }

    /** Of the pipelines whose elements go. */
    private List<String> prefixes() {
        List<String> prefixes = new ArrayList<>(forgotten.stream().toList());
        prefixes.add(prefix());
        return prefixes;
    }

    /** What is mapped now, and what was since the graph was last cleared. */
    private GraphClear graph() {
        List<Mapping> earlier = prefixes().stream()
                .flatMap(prefix -> endpoints.written(prefix).all().stream())
                .toList();
        return endpoints.graphClear(earlier, retries);
    }
}
