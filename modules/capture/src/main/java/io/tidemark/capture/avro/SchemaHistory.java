package io.tidemark.capture.avro;

import io.confluent.kafka.schemaregistry.client.SchemaMetadata;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads all versions of topics' schemas from a registry: those that records were written with before the capture kept the texts
 * beside the data.
 */
public final class SchemaHistory {

    private static final int NOT_FOUND = 404;

    private final SchemaRegistryClient registry;

    public SchemaHistory(SchemaRegistryClient registry) {
        this.registry = registry;
    }

    /**
     * The texts by id; empty where nothing was registered for these topics yet.
     *
     * @throws TidemarkException RETRY when the registry does not answer
     */
    public Map<Integer, String> of(Collection<String> topics) {
        Map<Integer, String> texts = new HashMap<>();
        for (String topic : topics) {
            for (String subject : List.of(topic + "-key", topic + "-value")) {
                try {
                    for (int version : registry.getAllVersions(subject)) {
                        SchemaMetadata schema = registry.getSchemaMetadata(subject, version);
                        texts.put(schema.getId(), schema.getSchema());
                    }
                } catch (RestClientException e) {
                    if (e.getStatus() != NOT_FOUND) {
                        throw unanswered(subject, e);
                    }
                } catch (IOException e) {
                    throw unanswered(subject, e);
                }
            }
        }
        return texts;
    }

    private static TidemarkException unanswered(String subject, Exception cause) {
        return new TidemarkException(
                Category.RETRY,
                (cause instanceof RestClientException
                                ? "the schema registry does not list the schemas of "
                                : "the schema registry cannot be reached for the schemas of ")
                        + subject + " ("
                        + String.valueOf(cause.getMessage()).lines().findFirst().orElse("") + ")",
                cause);
    }
}
