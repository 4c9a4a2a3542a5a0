package io.tidemark.lab.social;

import java.util.List;
import java.util.UUID;

/**
 * A graph to load: users, and who follows whom.
 *
 * @param names one user each, without doubles
 * @param edges who follows whom, without doubles and self-loops
 * @param skipped lines of the source that were doubles or self-loops
 */
public record SocialGraph(List<String> names, List<Edge> edges, int skipped) {

    public SocialGraph {
        names = List.copyOf(names);
        edges = List.copyOf(edges);
    }

    /**
     * One follow.
     *
     * @param from the follower's position in {@code names}
     * @param to the followed one's
     */
    public record Edge(int from, int to) {}

    /** The id of the user at a position, as in the sample data: the position from 1, written as a UUID's last digits. */
    public static UUID id(int position) {
        return UUID.fromString("00000000-0000-0000-0000-%012d".formatted(position + 1));
    }
}
