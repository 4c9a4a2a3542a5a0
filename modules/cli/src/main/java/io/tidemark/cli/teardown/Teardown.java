package io.tidemark.cli.teardown;

import io.tidemark.cli.terminal.Consent;
import io.tidemark.events.Subjects;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.reconciler.run.ReconcilerSettings;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what a pipeline has made. What would let it resume goes first, the graph late, so that a teardown that was broken off leaves
 * nothing that continues to write; run again, it skips what is gone. One thread; the caller closes it.
 */
public final class Teardown implements AutoCloseable {

    private static final Set<Made> MADE_BY_PIPELINE =
            EnumSet.of(Made.SLOT, Made.PUBLICATION, Made.TOPIC, Made.GROUP, Made.SUBJECT, Made.CONSTRAINT);

    private static final Logger LOG = LoggerFactory.getLogger(Teardown.class);

    private final String prefix;
    private final Set<Place> skipped;
    private final List<Part> parts = new ArrayList<>();
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    /**
     * Opens every server; nothing is changed yet.
     *
     * @param successors prefixes of pipelines that need the graph, whether or not it has their positions already
     * @throws TidemarkException RETRY when a server is unavailable, USAGE when it refuses this user
     */
    public Teardown(ReconcilerSettings settings, GraphScope scope, List<String> successors) {
        this(settings, scope, successors, EnumSet.noneOf(Place.class));
    }

    /**
     * Opens every server that is not skipped; nothing is changed yet.
     *
     * @param skipped places that are not asked
     * @throws TidemarkException RETRY when a server is unavailable, USAGE when it refuses this user, or when what goes of the graph
     *     needs a server that is skipped
     */
    Teardown(ReconcilerSettings settings, GraphScope scope, Set<Place> skipped) {
        this(settings, scope, List.of(), skipped);
    }

    private Teardown(ReconcilerSettings settings, GraphScope scope, List<String> successors, Set<Place> skipped) {
        this.prefix = settings.prefix();
        this.skipped = Set.copyOf(skipped);
        scope.requireWithout(skipped);
        try {
            Subjects subjects = open(new Subjects(settings.registry()));
            boolean asksRegistry = !skipped.contains(Place.REGISTRY);
            for (Place place : Place.values()) {
                if (skipped.contains(place)) {
                    parts.add(new SkippedPart(place, prefix));
                    continue;
                }
                switch (place) {
                    case POSTGRES -> parts.add(open(new PostgresPart(settings)));
                    case KAFKA ->
                        parts.add(open(new KafkaPart(settings, topic -> asksRegistry && subjects.isWritten(topic))));
                    case REGISTRY -> parts.add(new RegistryPart(settings, subjects));
                    case NEO4J -> {
                        if (scope == GraphScope.MAPPED) {
                            parts.add(open(new ElementsPart(settings)));
                        }
                        parts.add(open(new GraphPart(settings, scope, successors)));
                    }
                    case MACHINE -> parts.add(new StatePart(settings.state()));
                }
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private <T extends AutoCloseable> T open(T part) {
        opened.push(part);
        return part;
    }

    /** What of the pipeline runs now, each in words. */
    public List<String> running() {
        return parts.stream().flatMap(part -> part.running().stream()).toList();
    }

    /** Everything, in the order in which it goes. */
    private List<Thing> things() {
        return parts.stream().flatMap(part -> part.things().stream()).toList();
    }

    /** What becomes of each thing, a line each. */
    public List<String> plan() {
        return things().stream().map(TeardownText::line).toList();
    }

    /** What could run unseen, because its server is skipped; a line each. */
    List<String> unseen() {
        return skipped.stream()
                .filter(place -> !place.running().isEmpty())
                .map(TeardownText::unseen)
                .toList();
    }

    /** The kinds of things that go. */
    public Set<Made> removes() {
        return things().stream().filter(Thing::isGoing).map(Thing::made).collect(Collectors.toSet());
    }

    /** What a setup and the first start of capture and sink would make, a line each. */
    public List<String> missing() {
        return things().stream()
                .filter(thing -> thing.fate() == Thing.Fate.ABSENT && MADE_BY_PIPELINE.contains(thing.made()))
                .map(TeardownText::missing)
                .toList();
    }

    /**
     * Prints the plan, asks, and removes what goes.
     *
     * @param report receives a line for each thing, and before it is asked for consent, too
     * @return how many could not be removed, by this user or at all
     * @throws TidemarkException USAGE when something of the pipeline runs or no person agrees, RETRY when a server has become unavailable
     */
    public int run(Consent consent, Consumer<String> report) {
        List<Thing> things = things();
        requireIdle();
        if (things.stream().anyMatch(Thing::isGoing)) {
            if (!consent.isGiven()) {
                things.forEach(thing -> report.accept(TeardownText.line(thing)));
            }
            unseen().forEach(report);
            consent.require(TeardownText.question(prefix, things));
        }
        return run(things, report);
    }

    private int run(List<Thing> things, Consumer<String> report) {
        requireIdle();
        parts.forEach(Part::claim);
        int left = 0;
        for (Thing thing : things) {
            if (!thing.isGoing()) {
                report.accept(TeardownText.line(thing));
                continue;
            }
            try {
                report.accept(TeardownText.removed(thing, thing.removal().get()));
            } catch (TidemarkException e) {
                if (e.category() == Category.RETRY) {
                    throw e;
                }
                left++;
                report.accept(TeardownText.left(thing, e));
            }
        }
        return left;
    }

    private void requireIdle() {
        List<String> running = running();
        if (!running.isEmpty()) {
            throw new TidemarkException(
                    Category.USAGE,
                    "nothing was removed, because " + prefix + " is in use; stop it first" + System.lineSeparator()
                            + String.join(System.lineSeparator(), running));
        }
    }

    @Override
    public void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                LOG.debug("while closing", e);
            }
        }
    }
}
