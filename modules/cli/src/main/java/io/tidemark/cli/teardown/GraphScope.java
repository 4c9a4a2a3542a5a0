package io.tidemark.cli.teardown;

import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.util.Set;

/** What goes from the graph. */
public enum GraphScope {
    /** Nothing. */
    KEEP,
    /** What Tidemark keeps beside the mapped elements, so that the graph is as if an application had written it. */
    OWN,
    /** That, and the mapped elements. */
    MAPPED;

    /** @throws TidemarkException USAGE when a server that is skipped is needed for it */
    void requireWithout(Set<Place> skipped) {
        if (this != KEEP && skipped.contains(Place.NEO4J)) {
            throw new TidemarkException(
                    Category.USAGE, "--graph removes from Neo4j, which --skip leaves out: give only one of them");
        }
        if (this == MAPPED && skipped.contains(Place.POSTGRES)) {
            throw new TidemarkException(
                    Category.USAGE,
                    "--graph mapped reads Postgres as well, which --skip leaves out: use --graph own, and remove the"
                            + " mapped elements by hand");
        }
    }
}
