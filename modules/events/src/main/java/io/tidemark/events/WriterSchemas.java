package io.tidemark.events;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import java.time.Duration;
import org.apache.avro.Schema;

/** Where the schemas that records were written with come from. */
@FunctionalInterface
public interface WriterSchemas {

    /** For how long a registry must say that it has no such schema before it is believed. */
    Duration UNTIL_BELIEVED = Duration.ofSeconds(60);

    /**
     * The schema with this id.
     *
     * @throws io.tidemark.model.TidemarkException DEAD_LETTER when there is no such schema, RETRY when it cannot be
     *     asked for now, or when the registry may only not know it yet
     */
    Schema byId(int id);

    /**
     * The schemas that the capture keeps beside its data, and of records from before it kept them those in a registry, which is
     * believed after {@link #UNTIL_BELIEVED}. Thread-safe.
     */
    static WriterSchemas of(KafkaSettings kafka, TopicNames names, SchemaRegistryClient registry) {
        return new KeptSchemas(new SchemaTopic(kafka.client(), names.schemas()), of(registry));
    }

    /** The schemas in a registry, which is believed after {@link #UNTIL_BELIEVED}; thread-safe as its client is. */
    static WriterSchemas of(SchemaRegistryClient registry) {
        return new RegistrySchemas(registry, UNTIL_BELIEVED);
    }
}
