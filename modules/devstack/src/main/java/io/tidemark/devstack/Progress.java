package io.tidemark.devstack;

import java.time.Duration;

/** Hears what a stack is doing. Called from several threads at once; implementations must bear that. */
public interface Progress {

    /** Hears nothing. */
    Progress SILENT = new Progress() {};

    /** Some bytes of a file have come in; {@code bytes} counts all files of this run so far. */
    default void downloading(String file, long bytes) {}

    /** A server is being made ready to start: extracted, or given its first data folder. */
    default void preparing(Server server, String what) {}

    /** The process of a server has been started. */
    default void starting(Server server) {}

    /** A server answers on its port. */
    default void ready(Server server, int port, Duration took) {}

    /** A server has ended because it was asked to. */
    default void stopped(Server server) {}
}
