package io.tidemark.graphstore;

import io.tidemark.model.Problem;
import java.util.Collection;
import java.util.Optional;

/**
 * The positions of another pipeline in the same graph.
 *
 * @param prefix that pipeline's
 * @param moving whether its tidemark was written in the last five minutes
 * @param held whether a hold lies on it
 */
public record OtherPositions(String prefix, boolean moving, boolean held) {

    /** {@code $prefix}: of all others, sorted. */
    static final String ALL = TidemarkReader.POSITIONS + """
            WITH DISTINCT prefix WHERE prefix <> $prefix
            OPTIONAL MATCH (t:Tidemark {prefix: prefix})
            RETURN prefix, coalesce(t.appliedAt > datetime() - duration({minutes: 5}), false) AS moving,
              EXISTS { MATCH (h:TidemarkHold) WHERE h.prefix = prefix } AS held ORDER BY prefix""";

    /** For people: the prefix, and what shows that it stands still. */
    public String describe() {
        return prefix + (moving ? "" : " (its tidemark does not move)") + (held ? " (a hold lies on it)" : "");
    }

    /** The command that removes them where the pipeline is gone. */
    public String removal() {
        return "./tidemark teardown --tidemark-prefix " + prefix + " --graph own";
    }

    /**
     * What is to be said of them if that pipeline does not run.
     *
     * @param usedSlots the replication slots of the database that something reads; a pipeline's is named after its prefix
     */
    public Optional<Problem> leftover(Collection<String> usedSlots) {
        return moving || usedSlots.contains(prefix)
                ? Optional.empty()
                : Optional.of(new Problem(
                        "the graph also holds positions of " + describe(),
                        "if that pipeline is gone, " + removal() + " removes them"));
    }
}
