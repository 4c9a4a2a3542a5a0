package io.tidemark.events;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import org.apache.avro.Schema;

/** Where the schemas that records were written with come from. */
@FunctionalInterface
public interface WriterSchemas {

    /**
     * The schema with this id.
     *
     * @throws io.tidemark.model.TidemarkException DEAD_LETTER when there is no such schema, RETRY when it cannot be
     *     asked for now
     */
    Schema byId(int id);

    /** The schemas in a registry; thread-safe as its client is. */
    static WriterSchemas of(SchemaRegistryClient registry) {
        return new RegistrySchemas(registry);
    }
}
