package io.tidemark.devstack;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The servers of a stack. */
public enum Server {
    POSTGRES,
    KAFKA,
    REGISTRY,
    NEO4J;

    /** The name on command lines, in file names and in messages: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The server of that {@link #label}, in any case.
     *
     * @throws DevstackException if there is none
     */
    public static Server labelled(String label) {
        return Arrays.stream(values())
                .filter(server -> server.label().equals(label.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new DevstackException("there is no server named " + label + ": it is one of "
                        + Arrays.stream(values()).map(Server::label).collect(Collectors.joining(", "))));
    }

    @Override
    public String toString() {
        return label();
    }
}
