package io.tidemark.capture.avro;

import io.apicurio.registry.utils.converter.avro.AvroData;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Encodes keys and values of captured records. Compiled schemas are kept per subject and recognised by identity:
 * Debezium hands out one schema object per table until the table changes. Not thread-safe.
 */
public final class RecordEncoder {

    private static final int SCHEMA_CACHE = 100;

    private final SchemaIds ids;
    private final AvroData avroData = new AvroData(SCHEMA_CACHE);
    private final Map<String, WireEncoder> keys = new HashMap<>();
    private final Map<String, WireEncoder> values = new HashMap<>();

    public RecordEncoder(SchemaIds ids) {
        this.ids = ids;
    }

    /**
     * The key's bytes in the Confluent wire format. Equal keys give equal bytes as long as the names and
     * types of the key columns stay and the registry keeps its ids.
     *
     * @throws io.tidemark.model.TidemarkException as {@link SchemaIds#idOf} does, and FATAL for a value that does not
     *     fit its schema
     */
    public byte[] key(String topic, Schema schema, Object key) {
        return encode(keys, topic, "-key", schema, key);
    }

    /**
     * The value's bytes in the Confluent wire format, every column of a row nullable; throws as {@link #key} does.
     */
    public byte[] value(String topic, Schema schema, Object value) {
        return encode(values, topic, "-value", schema, value);
    }

    private byte[] encode(Map<String, WireEncoder> encoders, String topic, String suffix, Schema schema, Object value) {
        @Nullable WireEncoder encoder = encoders.get(topic);
        if (encoder == null || encoder.schema() != schema) {
            Schema written = encoders == keys ? KeySchema.of(schema) : ValueSchema.of(schema);
            org.apache.avro.Schema avro = avroData.fromConnectSchema(written);
            String subject = topic + suffix;
            encoder = new WireEncoder(subject, schema, ids.idOf(subject, avro), ValueWriters.of(written, avro));
            encoders.put(topic, encoder);
        }
        return encoder.encode(value);
    }
}
