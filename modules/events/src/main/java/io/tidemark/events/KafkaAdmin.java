package io.tidemark.events;

import io.tidemark.model.Problem;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;

/** Opens Kafka's admin client, which is the first to meet wrong settings, and says in one line what it refuses. */
public final class KafkaAdmin {

    /** Kafka's own minute is long for a person who waits for an answer, and for a log that should say what is waited for. */
    private static final String PATIENCE_MILLIS =
            Long.toString(Duration.ofSeconds(10).toMillis());

    private KafkaAdmin() {}

    /**
     * Opens a client; nothing is asked of the broker yet. The caller closes it.
     *
     * @param client the configuration; what it does not say of patience is 10 seconds
     * @throws TidemarkException USAGE when a setting cannot be used, RETRY when no address can be resolved
     */
    public static Admin open(Map<String, ?> client) {
        Map<String, Object> configuration = new HashMap<>(client);
        if (!client.containsKey(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG)) {
            configuration.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
            configuration.put(
                    AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                    configuration.get(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG));
        }
        try {
            return Admin.create(configuration);
        } catch (KafkaException e) {
            throw explain(e, client);
        }
    }

    /**
     * How many brokers are up.
     *
     * @throws TidemarkException RETRY when none can be reached
     */
    public static int brokers(Map<String, ?> client) {
        try (Admin admin = open(client)) {
            return KafkaCalls.get("count brokers", admin.describeCluster().nodes())
                    .size();
        }
    }

    private static TidemarkException explain(KafkaException failure, Map<String, ?> client) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String detail = String.valueOf(root.getMessage()).lines().findFirst().orElse("");
        if (root instanceof ConfigException && detail.contains("resolvable")) {
            return new TidemarkException(
                    Category.RETRY,
                    new Problem(
                            "Kafka's address " + client.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG)
                                    + " cannot be resolved",
                            "is KAFKA_BOOTSTRAP_SERVERS right?"),
                    failure);
        }
        if (detail.contains("JAAS config")) {
            // neither its text nor the cause: they quote a password that stands without its quotation marks
            return new TidemarkException(
                    Category.USAGE,
                    new Problem(
                            "Kafka's client cannot read kafka.sasl.jaas.config",
                            "write it as the login module's class, then required username=\"…\" password=\"…\";"),
                    null);
        }
        return new TidemarkException(
                Category.USAGE,
                new Problem("Kafka's client refuses its settings", "check kafka.* (" + detail + ")"),
                failure);
    }
}
