package io.tidemark.devstack;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where the servers listen, in the form the apps take.
 *
 * @param databaseUrl {@code postgres://user:password@host:port/database}
 * @param kafkaBootstrapServers {@code host:port}, with commas between several
 * @param schemaRegistryUrl the registry's Confluent API, {@code http://host:port/apis/ccompat/v7}
 * @param neo4jUri {@code bolt://host:port}
 */
public record StackEndpoints(
        String databaseUrl,
        String kafkaBootstrapServers,
        String schemaRegistryUrl,
        String neo4jUri,
        String neo4jUser,
        String neo4jPassword) {

    /** The environment variables from which the apps read these values, in a fixed order. */
    public Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("DATABASE_URL", databaseUrl);
        environment.put("KAFKA_BOOTSTRAP_SERVERS", kafkaBootstrapServers);
        environment.put("SCHEMA_REGISTRY_URL", schemaRegistryUrl);
        environment.put("NEO4J_URI", neo4jUri);
        environment.put("NEO4J_USER", neo4jUser);
        environment.put("NEO4J_PASSWORD", neo4jPassword);
        return environment;
    }
}
