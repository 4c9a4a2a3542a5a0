package io.tidemark.settings;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.config.ConfigDef;

/** The settings that Tidemark hands on to a client library: {@code kafka.security.protocol}, and its kin. */
final class ClientProperties {

    private static final String KAFKA = "kafka.";
    private static final String REGISTRY = "schema.registry.";
    private static final Map<String, ConfigDef.ConfigKey> KEYS =
            AdminClientConfig.configDef().configKeys();
    private static final List<String> REGISTRY_NAMES = List.of(
            "basic.auth.credentials.source",
            "basic.auth.user.info",
            "bearer.auth.credentials.source",
            "bearer.auth.token",
            "ssl.endpoint.identification.algorithm",
            "ssl.key.password",
            "ssl.keystore.location",
            "ssl.keystore.password",
            "ssl.keystore.type",
            "ssl.truststore.location",
            "ssl.truststore.password",
            "ssl.truststore.type");

    private ClientProperties() {}

    /** Every property that is passed through; what the promises rest on is not among them. */
    static Set<String> properties() {
        Set<String> properties = new TreeSet<>();
        kafkaNames().forEach(name -> properties.add(KAFKA + name));
        REGISTRY_NAMES.forEach(name -> properties.add(REGISTRY + name));
        return properties;
    }

    /** What every Kafka client understands, less what has a setting of its own. */
    private static Set<String> kafkaNames() {
        Set<String> names = new TreeSet<>(AdminClientConfig.configNames());
        names.removeAll(Set.of("bootstrap.servers", "bootstrap.controllers", "client.id"));
        return names;
    }

    /** Whether Kafka itself masks it: not every one of them has a name that tells. */
    static boolean isPasswordOfKafka(String property) {
        ConfigDef.ConfigKey key = property.startsWith(KAFKA) ? KEYS.get(property.substring(KAFKA.length())) : null;
        return key != null && key.type == ConfigDef.Type.PASSWORD;
    }

    static Map<String, String> kafka(Map<String, Value> values) {
        Map<String, String> client = new TreeMap<>();
        values.forEach((property, value) -> {
            if (property.startsWith(KAFKA) && kafkaNames().contains(property.substring(KAFKA.length()))) {
                client.put(property.substring(KAFKA.length()), value.text());
            }
        });
        return client;
    }

    /** The registry's client wants its TLS settings with the prefix and the others without. */
    static Map<String, String> registry(Map<String, Value> values) {
        Map<String, String> client = new TreeMap<>();
        REGISTRY_NAMES.forEach(name -> {
            Value value = values.get(REGISTRY + name);
            if (value != null) {
                client.put(name.startsWith("ssl.") ? REGISTRY + name : name, value.text());
            }
        });
        if (client.containsKey("basic.auth.user.info")) {
            client.putIfAbsent("basic.auth.credentials.source", "USER_INFO");
        }
        return client;
    }
}
