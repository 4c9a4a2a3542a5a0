package io.tidemark.capture.avro;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.tidemark.events.RegistrySettings;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.storage.Converter;
import org.jspecify.annotations.Nullable;

/**
 * The capture's Avro for a Kafka Connect cluster that runs the source itself, see {@code connectors/kafka-connect}. The bytes are those
 * that the capture writes, so one row has one key whoever captured it. Connect makes one for keys and one for values, each used by
 * one thread.
 *
 * <p>Settings: {@code schema.registry.url}, and what else the Confluent registry client understands.
 */
public final class ContractConverter implements Converter {

    private static final String URL = "schema.registry.url";

    private boolean ofKeys;
    private @Nullable SchemaRegistryClient registry;
    private @Nullable RecordEncoder encoder;

    @Override
    public void configure(Map<String, ?> settings, boolean isKey) {
        Object url = settings.get(URL);
        if (url == null) {
            throw new DataException(URL + " is not set: give " + (isKey ? "key" : "value") + ".converter." + URL);
        }
        Map<String, String> client = new TreeMap<>();
        settings.forEach((name, value) -> {
            if (value instanceof String text && !name.equals(URL)) {
                client.put(name, text);
            }
        });
        registry = new RegistrySettings(url.toString(), client).connect();
        encoder = new RecordEncoder(new RegisteredSchemas(registry));
        ofKeys = isKey;
    }

    /**
     * The bytes of a key or a value; null (a tombstone) stays null.
     *
     * @throws RetriableException while the registry is unavailable
     * @throws DataException when this record can never be written as the contract wants it
     */
    @Override
    public byte @Nullable [] fromConnectData(String topic, @Nullable Schema schema, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        if (schema == null || encoder == null) {
            throw new DataException("a record of " + topic + " without a schema has no Avro");
        }
        try {
            return ofKeys ? encoder.key(topic, schema, value) : encoder.value(topic, schema, value);
        } catch (TidemarkException e) {
            if (e.category() == Category.RETRY) {
                throw new RetriableException(e.getMessage(), e);
            }
            throw new DataException(e.getMessage(), e);
        }
    }

    /** Not for sinks: the topics' readers have Avro readers of their own. */
    @Override
    public SchemaAndValue toConnectData(String topic, byte @Nullable [] value) {
        throw new DataException(
                "this converter only writes: read " + topic + " with any Confluent-compatible Avro converter");
    }

    @Override
    public void close() {
        if (registry != null) {
            try {
                registry.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
