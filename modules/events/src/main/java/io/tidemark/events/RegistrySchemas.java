package io.tidemark.events;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.io.IOException;
import org.apache.avro.Schema;

/** Asks the registry; its client caches. */
final class RegistrySchemas implements WriterSchemas {

    private static final int NOT_FOUND = 404;

    private final SchemaRegistryClient registry;

    RegistrySchemas(SchemaRegistryClient registry) {
        this.registry = registry;
    }

    @Override
    public Schema byId(int id) {
        try {
            if (registry.getSchemaById(id).rawSchema() instanceof Schema schema) {
                return schema;
            }
            throw new TidemarkException(Category.DEAD_LETTER, "schema " + id + " is not an Avro schema");
        } catch (RestClientException e) {
            if (e.getStatus() == NOT_FOUND) {
                throw new TidemarkException(
                        Category.DEAD_LETTER,
                        "schema " + id + " is not in the registry: is SCHEMA_REGISTRY_URL the one the capture uses?",
                        e);
            }
            throw unreachable(id, e);
        } catch (IOException e) {
            throw unreachable(id, e);
        }
    }

    private static TidemarkException unreachable(int id, Exception cause) {
        return new TidemarkException(
                Category.RETRY,
                "the schema registry does not answer for schema " + id + ": " + cause.getMessage(),
                cause);
    }
}
