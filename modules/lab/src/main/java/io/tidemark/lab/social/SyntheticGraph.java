package io.tidemark.lab.social;

import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/** Makes up a graph in which few are followed by many, always the same for the same numbers. */
public final class SyntheticGraph {

    private static final long SEED = 20_261_121;

    private SyntheticGraph() {}

    /**
     * Makes one up.
     *
     * @throws TidemarkException USAGE when so many follows cannot be among so few users
     */
    public static SocialGraph make(int users, int follows) {
        if (users < 1 || follows < 0 || follows > (long) users * (users - 1) / 2) {
            throw new TidemarkException(
                    Category.USAGE,
                    "--users " + users + " --follows " + follows
                            + ": at least one user, and at most half of all possible follows");
        }
        Random random = new Random(SEED);
        Set<Long> seen = new HashSet<>();
        List<SocialGraph.Edge> edges = new ArrayList<>(follows);
        while (edges.size() < follows) {
            int from = random.nextInt(users);
            int to = (int) (users * Math.pow(random.nextDouble(), 3));
            if (seen.size() > follows / 2 && random.nextBoolean()) {
                to = random.nextInt(users);
            }
            if (from != to && seen.add((long) from << 32 | to)) {
                edges.add(new SocialGraph.Edge(from, to));
            }
        }
        return new SocialGraph(
                IntStream.range(0, users).mapToObj(i -> "user" + (i + 1)).toList(), edges, 0);
    }
}
