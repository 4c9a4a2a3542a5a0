package io.tidemark.devstack.server;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.tidemark.devstack.DevstackException;
import io.tidemark.devstack.Server;
import io.tidemark.devstack.StackEndpoints;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The port numbers of one stack: either none yet, or one for every {@link Port}. */
public record Ports(@JsonValue Map<Port, Integer> numbers) {

    static final String HOST = "127.0.0.1";

    // Below the range from which Linux and macOS take the ports of outgoing connections: there, a client of something
    // else
    // could be using the port of a killed server when it is started again.
    private static final int LOWEST = 15_000;
    private static final int HIGHEST = 32_000;

    public static final Ports NONE = new Ports(Map.of());

    @JsonCreator
    public Ports {
        numbers = numbers.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(numbers));
    }

    public boolean chosen() {
        return numbers.size() == Port.values().length;
    }

    /** The port that clients of a server use. */
    public int number(Server server) {
        return number(Port.forClientsOf(server));
    }

    int number(Port port) {
        @Nullable Integer number = numbers.get(port);
        if (number == null) {
            throw new DevstackException("the stack was never up: start it with ./tidemark stack up");
        }
        return number;
    }

    /** Where clients connect, and as whom, in a stack with so many brokers. */
    public StackEndpoints endpoints(int brokers) {
        return new StackEndpoints(
                "postgres://" + PostgresServer.USER + ":" + PostgresServer.PASSWORD + "@" + hostAndPort(Port.POSTGRES)
                        + "/" + PostgresServer.DATABASE,
                kafka(brokers, Port::forClientsOf),
                "http://" + hostAndPort(Port.REGISTRY) + RegistryServer.CONFLUENT_API,
                "bolt://" + hostAndPort(Port.NEO4J_BOLT),
                Neo4jServer.USER,
                Neo4jServer.PASSWORD);
    }

    /** The brokers' listeners with TLS and SASL, {@code host:port}, with commas between them. */
    public String kafkaWithTls(int brokers) {
        return kafka(brokers, Port::secureOf);
    }

    private String kafka(int brokers, Function<Server, Port> listener) {
        return Server.brokers(brokers).stream()
                .map(broker -> hostAndPort(listener.apply(broker)))
                .collect(Collectors.joining(","));
    }

    String hostAndPort(Port port) {
        return HOST + ":" + number(port);
    }

    /** These ports where they are free, others where they are not: for a stack of which nothing is running. */
    public Ports madeFree() {
        Map<Port, Integer> free = new EnumMap<>(Port.class);
        for (Port port : Port.values()) {
            @Nullable Integer old = numbers.get(port);
            int number = old != null && isFree(old) ? old : anyFree();
            while (free.containsValue(number)) {
                number = anyFree();
            }
            free.put(port, number);
        }
        return new Ports(free);
    }

    /** Refuses if somebody else listens where this server should. */
    public void checkFree(Server server) {
        for (Port port : Port.of(server)) {
            if (!isFree(number(port))) {
                throw new DevstackException(
                        "port " + number(port) + " of " + server + " is taken by another process: end that"
                                + " one, or run ./tidemark stack down and up to move the stack to free ports");
            }
        }
    }

    /** Where a server of this machine listens; no name is looked up. */
    static InetSocketAddress address(int number) throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), number);
    }

    static boolean isFree(int number) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(address(number));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static int anyFree() {
        for (int attempt = 0; attempt < 1_000; attempt++) {
            int number = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (isFree(number)) {
                return number;
            }
        }
        throw new DevstackException("no free port between " + LOWEST + " and " + HIGHEST + " on " + HOST);
    }
}
