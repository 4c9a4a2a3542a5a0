package io.tidemark.events;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.io.IOException;
import java.time.Duration;
import org.apache.avro.Schema;

/** Asks the registry; its client caches what there is, and not what there is not. Thread-safe. */
final class RegistrySchemas implements WriterSchemas {

    /** The error code of "no such schema"; a 404 without it comes from something else at that address. */
    private static final int NO_SUCH_SCHEMA = 40403;

    private final SchemaRegistryClient registry;
    private final MissingSchemas missing;

    /** @param patience for how long the registry must say that it has no such schema */
    RegistrySchemas(SchemaRegistryClient registry, Duration patience) {
        this.registry = registry;
        this.missing = new MissingSchemas(patience);
    }

    @Override
    public Schema byId(int id) {
        try {
            Object found = registry.getSchemaById(id).rawSchema();
            synchronized (missing) {
                missing.taken(id);
            }
            if (found instanceof Schema schema) {
                return schema;
            }
            throw new TidemarkException(Category.DEAD_LETTER, "schema " + id + " is not an Avro schema");
        } catch (RestClientException e) {
            throw e.getErrorCode() == NO_SUCH_SCHEMA ? denied(id, e) : unreachable(id, e);
        } catch (IOException e) {
            throw unreachable(id, e);
        }
    }

    private TidemarkException denied(int id, Exception cause) {
        boolean believed;
        synchronized (missing) {
            believed = missing.isBelieved(id, System.nanoTime());
        }
        String words = "schema " + id + " is not in the registry: is SCHEMA_REGISTRY_URL the one the capture uses?";
        return believed
                ? new TidemarkException(Category.DEAD_LETTER, words, cause)
                : new TidemarkException(Category.RETRY, words + " It may have just started and is asked again", cause);
    }

    private TidemarkException unreachable(int id, Exception cause) {
        synchronized (missing) {
            missing.interrupted();
        }
        return new TidemarkException(
                Category.RETRY,
                "the schema registry does not answer for schema " + id + ": " + cause.getMessage(),
                cause);
    }
}
