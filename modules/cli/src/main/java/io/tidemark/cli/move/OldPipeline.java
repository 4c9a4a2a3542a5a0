package io.tidemark.cli.move;

import io.tidemark.cli.teardown.Made;
import io.tidemark.cli.teardown.Teardown;
import io.tidemark.cli.terminal.Consent;
import io.tidemark.graphstore.TidemarkReader;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.position.Watermark;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The pipeline that is moved away from. Nothing of it runs meanwhile, since two sinks must not write the same elements. One thread. */
final class OldPipeline {

    private static final Duration BETWEEN_CHECKS = Duration.ofSeconds(5);

    private final String prefix;
    private final Teardown teardown;
    private final TidemarkReader positions;
    private final List<Watermark> found;
    private long checked = System.nanoTime();

    /**
     * Notes how far its sink has written.
     *
     * @param teardown the caller's
     */
    OldPipeline(String prefix, Teardown teardown, TidemarkReader positions) {
        this.prefix = prefix;
        this.teardown = teardown;
        this.positions = positions;
        this.found = positions.watermarks();
    }

    String prefix() {
        return prefix;
    }

    /** Whether a server has anything of it; files on this machine do not count. */
    boolean isThere() {
        return !removes().isEmpty();
    }

    /**
     * Passes when there is a pipeline to move from, or the new one has the graph already.
     *
     * @param successor of the new one
     * @throws TidemarkException USAGE when neither is so
     */
    void requireThere(TidemarkReader successor) {
        if (!isThere() && successor.standing().tidemark().isEmpty()) {
            throw new TidemarkException(
                    Category.USAGE,
                    "there is nothing to move from: no server has a slot, publication, topic, group, subject or position of "
                            + prefix
                            + "; correct TIDEMARK_PREFIX, which names the old pipeline, or run ./tidemark setup for"
                            + " a new one");
        }
    }

    private Set<Made> removes() {
        return teardown.removes().stream().filter(made -> made != Made.STATE).collect(Collectors.toSet());
    }

    /** @throws TidemarkException USAGE when a part of it runs, or its sink has written since this object was made */
    void requireStopped() {
        checked = System.nanoTime();
        List<String> running = teardown.running();
        if (!running.isEmpty()) {
            throw new TidemarkException(
                    Category.USAGE,
                    "pipeline " + prefix
                            + " runs, and two sinks must not write the same elements: stop it, then run this" + " again"
                            + System.lineSeparator() + String.join(System.lineSeparator(), running));
        }
        if (!positions.watermarks().equals(found)) {
            throw new TidemarkException(
                    Category.USAGE,
                    "a sink of " + prefix
                            + " has written to the graph meanwhile, as its watermarks show: see that it is"
                            + " stopped, then run this again, which repairs what it wrote");
        }
    }

    /** The same, but only every few seconds; does nothing in between. */
    void requireStoppedNowAndThen() {
        if (System.nanoTime() - checked > BETWEEN_CHECKS.toNanos()) {
            requireStopped();
        }
    }

    /** Removes it; see {@link Teardown#run}. */
    int retire(Consent consent, Consumer<String> report) {
        return teardown.run(consent, report);
    }
}
