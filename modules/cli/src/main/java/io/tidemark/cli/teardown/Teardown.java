package io.tidemark.cli.teardown;

import io.tidemark.events.Subjects;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.reconciler.run.ReconcilerSettings;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what a pipeline has made. What would let it resume goes first, the graph late, so that a teardown that was broken off leaves
 * nothing that continues to write; run again, it skips what is gone. One thread; the caller closes it.
 */
final class Teardown implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Teardown.class);

    private final String prefix;
    private final List<Part> parts = new ArrayList<>();
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    /**
     * Opens every server that is not skipped; nothing is changed yet.
     *
     * @param skipped places that are not asked
     * @throws TidemarkException RETRY when a server is unavailable, USAGE when it refuses this user, or when what goes of the graph
     *     needs a server that is skipped
     */
    Teardown(ReconcilerSettings settings, GraphScope scope, Set<Place> skipped) {
        this.prefix = settings.prefix();
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
                        parts.add(open(new GraphPart(settings, scope)));
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
    List<String> running() {
        return parts.stream().flatMap(part -> part.running().stream()).toList();
    }

    /** Everything, in the order in which it goes. */
    List<Thing> things() {
        return parts.stream().flatMap(part -> part.things().stream()).toList();
    }

    /**
     * Removes what goes of these.
     *
     * @param report receives a line for each of them
     * @return how many could not be removed, by this user or at all
     * @throws TidemarkException USAGE when something of the pipeline runs, RETRY when a server has become unavailable
     */
    int run(List<Thing> things, Consumer<String> report) {
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

    /** @throws TidemarkException USAGE when something of the pipeline runs */
    void requireIdle() {
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
