package io.tidemark.lab.chaos;

import io.tidemark.devstack.Server;
import io.tidemark.devstack.proxy.FaultProxy;
import io.tidemark.postgres.DatabaseUrl;
import java.net.URI;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The ways to Postgres, the registry and Neo4j, each through a proxy. Kafka's clients go where the broker tells them, so
 * there is none to Kafka.
 */
final class Links implements AutoCloseable {

    private final Map<Server, FaultProxy> proxies = new EnumMap<>(Server.class);
    private final Map<String, String> environment;

    /** @param direct the settings that lead to the servers without detour, by environment variable */
    Links(Map<String, String> direct) {
        DatabaseUrl database = DatabaseUrl.parse(required(direct, "DATABASE_URL"));
        URI registry = URI.create(required(direct, "SCHEMA_REGISTRY_URL"));
        URI graph = URI.create(required(direct, "NEO4J_URI"));
        this.environment = new HashMap<>(direct);
        through(Server.POSTGRES, "DATABASE_URL", database.host(), database.port());
        through(Server.REGISTRY, "SCHEMA_REGISTRY_URL", registry.getHost(), registry.getPort());
        through(Server.NEO4J, "NEO4J_URI", graph.getHost(), graph.getPort());
    }

    private static String required(Map<String, String> direct, String variable) {
        return Objects.requireNonNull(direct.get(variable), variable);
    }

    private void through(Server server, String variable, String host, int port) {
        FaultProxy proxy = FaultProxy.to(host, port);
        proxies.put(server, proxy);
        environment.computeIfPresent(
                variable, (name, value) -> value.replace(host + ":" + port, "127.0.0.1:" + proxy.port()));
    }

    Map<Server, FaultProxy> proxies() {
        return proxies;
    }

    /** The settings that lead through the proxies. */
    Map<String, String> environment() {
        return environment;
    }

    @Override
    public void close() {
        proxies.values().forEach(FaultProxy::close);
    }
}
