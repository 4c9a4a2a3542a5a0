package io.tidemark.lab.social;

import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that say which graph to load. */
public final class GraphOptions {

    @Option(names = "--edges", paramLabel = "FILE", description = "load this edge list, plain or gzipped")
    private @Nullable Path edges;

    @Option(names = "--users", paramLabel = "N", description = "load a made-up graph with so many users")
    private @Nullable Integer users;

    @Option(names = "--follows", paramLabel = "M", description = "and so many follows (default: ten for each user)")
    private @Nullable Integer follows;

    /**
     * The graph that was asked for, if one was.
     *
     * @throws TidemarkException USAGE when the flags contradict each other or the file cannot be read
     */
    public Optional<SocialGraph> graph() {
        if (edges != null) {
            if (users != null || follows != null) {
                throw new TidemarkException(Category.USAGE, "give --edges, or --users and --follows, not both");
            }
            return Optional.of(EdgeList.read(edges));
        }
        if (users != null) {
            return Optional.of(SyntheticGraph.make(users, follows == null ? Math.multiplyExact(users, 10) : follows));
        }
        if (follows != null) {
            throw new TidemarkException(Category.USAGE, "--follows goes with --users");
        }
        return Optional.empty();
    }
}
