package io.tidemark.events;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.change.RowKey;
import io.tidemark.model.mapping.Mapping;
import java.io.IOException;
import java.util.Optional;

/** Reads the keys of dead letters, where they can be decoded. One thread. */
public final class DeadLetterKeys implements AutoCloseable {

    private final SchemaRegistryClient registry;
    private final RowChangeDecoder decoder;

    public DeadLetterKeys(KafkaSettings kafka, RegistrySettings registry, Mapping mapping, TopicNames names) {
        this.registry = registry.connect();
        this.decoder = new RowChangeDecoder(mapping, names, WriterSchemas.of(kafka, names, this.registry));
    }

    /** Empty for a key that cannot be decoded, or not now, and for a table that is not mapped any more. */
    public Optional<RowKey> of(DeadLetter letter) {
        try {
            return Optional.of(
                    decoder.decode(letter.place().topic(), letter.key(), null).key());
        } catch (TidemarkException undecodable) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        try {
            registry.close();
        } catch (IOException e) {
            throw new IllegalStateException("the registry's client cannot be closed", e);
        }
    }
}
