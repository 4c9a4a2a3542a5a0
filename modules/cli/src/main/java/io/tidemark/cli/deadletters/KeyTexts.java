package io.tidemark.cli.deadletters;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.tidemark.events.DeadLetter;
import io.tidemark.events.RowChangeDecoder;
import io.tidemark.events.TopicNames;
import io.tidemark.events.WriterSchemas;
import io.tidemark.model.TidemarkException;
import io.tidemark.settings.Settings;
import java.io.IOException;
import java.util.Optional;

/** The keys of dead letters as people write them, where they can be decoded. */
final class KeyTexts implements AutoCloseable {

    private final SchemaRegistryClient registry;
    private final RowChangeDecoder decoder;

    KeyTexts(Settings settings) {
        registry = settings.registry().connect();
        TopicNames names = new TopicNames(settings.prefix());
        decoder = new RowChangeDecoder(settings.mapping(), names, WriterSchemas.of(settings.kafka(), names, registry));
    }

    /** Empty for a key that cannot be decoded, or not now. */
    Optional<String> of(DeadLetter letter) {
        try {
            return Optional.of(decoder.decode(letter.place().topic(), letter.key(), null)
                    .key()
                    .toString());
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
