package io.tidemark.lab.bench;

import io.tidemark.lab.social.SocialGraph;
import io.tidemark.lab.social.SocialGraph.Edge;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Single-row transactions in a loaded graph, at even distances: follows and unfollows in turn, each of a pair that
 * occurs once. Planned before the run.
 *
 * @param warmUp how many of the steps come first and do not count
 */
record FollowTraffic(List<Step> steps, int warmUp, int perSecond) {

    private static final long SEED = 20_261_121;
    private static final int WARM_UP_SECONDS = 5;

    /** One transaction. */
    record Step(Edge edge, boolean insert) {}

    FollowTraffic {
        steps = List.copyOf(steps);
    }

    /**
     * Plans the traffic, always the same for the same graph.
     *
     * @throws TidemarkException USAGE when the graph is too small for so many different steps
     */
    static FollowTraffic plan(SocialGraph graph, int perSecond, int seconds) {
        int warmUp = perSecond * WARM_UP_SECONDS;
        int count = warmUp + perSecond * seconds;
        int users = graph.names().size();
        long free = (long) users * (users - 1) - graph.edges().size();
        if (graph.edges().size() < count / 2 + 1 || free < 2L * count) {
            throw new TidemarkException(
                    Category.USAGE,
                    "the graph is too small for " + count + " transactions of different follows: give it at least "
                            + (count / 2 + 1) + " follows among more users, or measure latency for less time");
        }
        Random random = new Random(SEED);
        List<Edge> there = new ArrayList<>(graph.edges());
        Collections.shuffle(there, random);
        Set<Edge> taken = new HashSet<>(graph.edges());
        List<Step> steps = new ArrayList<>(count);
        while (steps.size() < count) {
            if (steps.size() % 2 == 1) {
                steps.add(new Step(there.get(steps.size() / 2), false));
                continue;
            }
            Edge edge = new Edge(random.nextInt(users), random.nextInt(users));
            if (edge.from() != edge.to() && taken.add(edge)) {
                steps.add(new Step(edge, true));
            }
        }
        return new FollowTraffic(steps, warmUp, perSecond);
    }

    @Override
    public String toString() {
        return perSecond + " transactions a second for " + (steps.size() - warmUp) / perSecond + " s, after "
                + WARM_UP_SECONDS + " s that do not count";
    }
}
