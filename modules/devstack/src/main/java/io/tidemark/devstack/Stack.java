package io.tidemark.devstack;

import java.util.List;

/**
 * Real servers on this machine: Postgres, Kafka (one broker or several), a schema registry and Neo4j. Every call blocks until what it says is true, or
 * throws a {@link DevstackException} whose message is one line for people. Safe for use by several threads; calls that change
 * something take turns.
 */
public interface Stack extends AutoCloseable {

    /**
     * Where the servers listen and how to log in. Stays the same from {@link #up} to {@link #down}, however often servers are killed
     * and started in between.
     *
     * @throws DevstackException if the stack was never up
     */
    StackEndpoints endpoints();

    /** Starts the servers that are not running and waits until all answer. The first time it makes empty databases. */
    void up();

    /** Stops all servers in an orderly way. Their data stays for the next {@link #up}. */
    void down();

    /**
     * Ends a server as a crash would (SIGKILL), children included.
     *
     * @throws DevstackException if it is not running
     */
    void kill(Server server);

    /** Stops a server in an orderly way; nothing happens if it is not running. */
    void stop(Server server);

    /** Starts a stopped or killed server on its old port and data and waits until it answers; nothing happens if it is running. */
    void start(Server server);

    /** The servers of this stack, in the order of {@link Server}. */
    List<Server> servers();

    /** One line for each of them. */
    List<ServerStatus> status();

    /** Stops the servers if their life is bound to this object's owner; otherwise they go on. */
    @Override
    void close();
}
