package io.tidemark.events;

import io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the schema registry is.
 *
 * @param url the base of its Confluent API; several, separated by commas, for failover
 * @param properties passed to the Confluent client as they are ({@code basic.auth.user.info},
 *     {@code schema.registry.ssl.…}); may hold secrets
 */
public record RegistrySettings(String url, Map<String, String> properties) {

    private static final String TLS = "schema.registry.ssl.";
    private static final String HOST_CHECK = TLS + "endpoint.identification.algorithm";
    private static final int CACHED_SCHEMAS = 1_000;

    public RegistrySettings {
        properties = Map.copyOf(properties);
    }

    /** A client that caches what it has seen; nothing is contacted yet. Close it after use. Thread-safe. */
    public SchemaRegistryClient connect() {
        return new CachedSchemaRegistryClient(
                List.of(url.split(",")), CACHED_SCHEMAS, List.of(new AvroSchemaProvider()), client());
    }

    /** Its client compares no host name with the certificate once a setting of TLS is given, unless a setting asks for it. */
    private Map<String, String> client() {
        if (properties.keySet().stream().noneMatch(name -> name.startsWith(TLS))) {
            return properties;
        }
        Map<String, String> client = new HashMap<>(properties);
        client.putIfAbsent(HOST_CHECK, "https");
        return client;
    }

    /** Where it is, without credentials. */
    @Override
    public String toString() {
        return url.replaceAll("://[^\\s,]*@", "://");
    }
}
