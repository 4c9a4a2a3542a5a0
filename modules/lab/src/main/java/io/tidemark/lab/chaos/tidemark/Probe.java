package io.tidemark.lab.chaos.tidemark;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The rows whose values only grow: users, spread over the partitions, and edges of every kind among them.
 *
 * @param table where it is
 * @param from the user, or an edge's first
 * @param to an edge's second; a user's own id
 */
record Probe(String table, UUID from, UUID to) {

    private static final int USERS = 8;

    private static final Map<String, String> TYPES = Map.of("follows", "FOLLOWS", "mutes", "MUTES", "blocks", "BLOCKS");

    static final List<UUID> IDS = IntStream.range(0, USERS)
            .mapToObj(i -> new UUID(0xEE00_0000_0000L, 0x8000_0000_0000_0000L | i))
            .toList();

    static final List<Probe> ALL = Stream.concat(
                    IDS.stream().map(id -> new Probe("users", id, id)),
                    TYPES.keySet().stream()
                            .sorted()
                            .flatMap(table -> IntStream.range(0, USERS)
                                    .mapToObj(i -> new Probe(table, IDS.get(i), IDS.get((i + 3) % USERS)))))
            .toList();

    /** As the graph names it: a relationship's type and its ends, or nothing and twice the node. */
    String name() {
        return TYPES.getOrDefault(table, "") + " " + from + " " + to;
    }

    /** The table, with its schema, of the probe with this name. */
    static String tableOf(String name) {
        return ALL.stream()
                .filter(probe -> probe.name().equals(name))
                .map(probe -> "public." + probe.table())
                .findFirst()
                .orElseThrow();
    }
}
