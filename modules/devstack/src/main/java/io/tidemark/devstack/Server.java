package io.tidemark.devstack;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The servers of a stack. */
public enum Server {
    POSTGRES,
    /** Kafka's, where there are several brokers; a single one is its own. */
    CONTROLLER,
    KAFKA,
    KAFKA_2,
    KAFKA_3,
    REGISTRY,
    NEO4J;

    /** The most brokers that a stack has. */
    public static final int MOST_BROKERS = 3;

    private static final List<Server> BROKERS = List.of(KAFKA, KAFKA_2, KAFKA_3);

    /** The brokers of a stack with so many, from 1 to {@link #MOST_BROKERS}. */
    public static List<Server> brokers(int brokers) {
        return BROKERS.subList(0, brokers);
    }

    /** All servers of a stack with so many brokers. */
    public static List<Server> of(int brokers) {
        return Arrays.stream(values())
                .filter(server -> brokers > 1 || server != CONTROLLER)
                .filter(server -> !BROKERS.contains(server) || brokers(brokers).contains(server))
                .toList();
    }

    /** The name on command lines, in file names and in messages: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The server of that {@link #label}, in any case.
     *
     * @throws DevstackException if there is none
     */
    public static Server labelled(String label) {
        String lower = label.toLowerCase(Locale.ROOT);
        if (lower.equals("kafka-1")) {
            return KAFKA;
        }
        return Arrays.stream(values())
                .filter(server -> server.label().equals(lower))
                .findFirst()
                .orElseThrow(() -> new DevstackException("there is no server named " + label + ": it is one of "
                        + Arrays.stream(values()).map(Server::label).collect(Collectors.joining(", "))));
    }

    @Override
    public String toString() {
        return label();
    }
}
