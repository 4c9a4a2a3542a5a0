package io.tidemark.events;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClientConfig;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.tidemark.model.Problem;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Whether a schema registry is there and lets us in. */
public final class RegistryCheck {

    private static final String PATIENCE_MILLIS = "10000";

    private RegistryCheck() {}

    /**
     * Passes when the registry answers.
     *
     * @throws TidemarkException RETRY when it is away, USAGE when the address is none of a registry or it refuses this
     *     user
     */
    public static void run(RegistrySettings settings) {
        try (SchemaRegistryClient registry = patient(settings).connect()) {
            registry.getCompatibility(null); // the registry's own setting: the cheapest thing every registry can say
        } catch (RestClientException e) {
            throw explain(settings, e);
        } catch (IOException e) {
            throw new TidemarkException(
                    Category.RETRY,
                    new Problem(
                            "the schema registry at " + settings + " cannot be reached",
                            "is it running, and is SCHEMA_REGISTRY_URL right? (" + firstLine(e) + ")"),
                    e);
        }
    }

    /** The same settings with ten seconds of patience where they say none. */
    static RegistrySettings patient(RegistrySettings settings) {
        Map<String, String> properties = new HashMap<>(settings.properties());
        properties.putIfAbsent(SchemaRegistryClientConfig.HTTP_CONNECT_TIMEOUT_MS, PATIENCE_MILLIS);
        properties.putIfAbsent(SchemaRegistryClientConfig.HTTP_READ_TIMEOUT_MS, PATIENCE_MILLIS);
        return new RegistrySettings(settings.url(), properties);
    }

    private static TidemarkException explain(RegistrySettings settings, RestClientException e) {
        int status = e.getStatus();
        String answer = " (HTTP " + status + ", " + firstLine(e) + ")";
        if (status == 401 || status == 403) {
            return new TidemarkException(
                    Category.USAGE,
                    new Problem(
                            "the schema registry at " + settings + " refuses this user",
                            "check schema.registry.*" + answer),
                    e);
        }
        if (status >= 500) {
            return new TidemarkException(
                    Category.RETRY,
                    new Problem("the schema registry at " + settings + " cannot answer now", "see its log" + answer),
                    e);
        }
        return new TidemarkException(
                Category.USAGE,
                new Problem(
                        settings + " is no schema registry",
                        "SCHEMA_REGISTRY_URL is the base of its Confluent API" + answer),
                e);
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
