package io.tidemark.capture.avro;

import io.apicurio.registry.utils.converter.avro.AvroData;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
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

    private final Map<String, Integer> keySchemas = new HashMap<>();
    private final Map<Integer, org.apache.avro.Schema> used = new HashMap<>();

    public RecordEncoder(SchemaIds ids) {
        this.ids = ids;
    }

    /**
     * Starts a session: every schema counts as not {@link #takeUsed used} yet.
     *
     * @param written by topic, under which schema ids keys were written before: they are a part of a key's bytes, which choose
     *     its partition and tell rows apart. A topic that is not in it has no keys yet
     */
    public void start(Map<String, Integer> written) {
        keys.clear();
        values.clear();
        used.clear();
        keySchemas.clear();
        keySchemas.putAll(written);
    }

    /** The schemas, by id, that records use which were encoded since the last call; of one session each once. */
    public Map<Integer, org.apache.avro.Schema> takeUsed() {
        Map<Integer, org.apache.avro.Schema> taken = Map.copyOf(used);
        used.clear();
        return taken;
    }

    /** Notes a schema that records are written with which were not encoded here. */
    public void use(int id, org.apache.avro.Schema schema) {
        used.put(id, schema);
    }

    /** By topic, the id of the key's schema, as far as they are known. */
    public Map<String, Integer> keySchemas() {
        return Map.copyOf(keySchemas);
    }

    /**
     * The key's bytes in the Confluent wire format. Equal keys give equal bytes as long as the names and
     * types of the key columns stay and the registry keeps its ids.
     *
     * @throws TidemarkException as {@link SchemaIds#idOf} does, and FATAL for a value that does not fit its schema, or an
     *     id that is not the expected one
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
            int id = ids.idOf(subject, avro);
            if (encoders == keys) {
                requireSameKeySchema(topic, id);
            }
            use(id, avro);
            encoder = new WireEncoder(subject, schema, id, ValueWriters.of(written, avro));
            encoders.put(topic, encoder);
        }
        return encoder.encode(value);
    }

    private void requireSameKeySchema(String topic, int id) {
        int before = keySchemas.computeIfAbsent(topic, first -> id);
        if (before != id) {
            throw new TidemarkException(
                    Category.FATAL,
                    "the schema registry has id " + id + " for the key of " + topic
                            + ", whose keys were written with id "
                            + before
                            + ": rows would have two keys in the topic. Restore the registry with the ids it had,"
                            + " or move to another prefix (./tidemark move --to PREFIX)");
        }
    }
}
