package io.tidemark.devstack;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What is known of one server.
 *
 * @param port the port clients use; empty if the stack was never up
 * @param pid the process; empty if it is not running or runs where this machine cannot see it
 */
public record ServerStatus(Server server, State state, OptionalInt port, OptionalLong pid) {

    /** The states of a server. */
    public enum State {
        /** It answers. */
        READY,
        /** It runs but does not answer: it is starting, recovering or stuck. */
        SILENT,
        /** It was never started, or was stopped in an orderly way. */
        STOPPED,
        /** It was started and is gone although nobody stopped it: it was killed or it crashed. */
        DEAD
    }
}
