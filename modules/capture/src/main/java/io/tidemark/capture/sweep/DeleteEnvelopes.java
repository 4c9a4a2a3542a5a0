package io.tidemark.capture.sweep;

import io.tidemark.events.WireFormat;
import io.tidemark.events.WriterSchemas;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/**
 * Turns a row's last envelope into the envelope of its delete, under the same schema. It belongs to no transaction of
 * Postgres, and says so: no {@code transaction}, no {@code txId}, no {@code lsn}. Not thread-safe.
 */
final class DeleteEnvelopes {

    private static final Set<String> ORIGIN_OF_A_CHANGE =
            Set.of("txId", "lsn", "xmin", "sequence", "origin", "origin_lsn");

    private final Map<Integer, Schema> known = new HashMap<>();
    private final WriterSchemas schemas;

    DeleteEnvelopes(WriterSchemas schemas) {
        this.schemas = schemas;
    }

    /**
     * The delete of the row that this envelope holds.
     *
     * @return empty when the envelope is a delete already
     * @throws TidemarkException DEAD_LETTER when the bytes are no envelope of a known schema, RETRY when the registry
     *     cannot be asked
     */
    Optional<byte[]> of(byte[] value, Instant now) {
        Schema schema = known.computeIfAbsent(WireFormat.schemaId(value), this::envelope);
        try {
            GenericRecord envelope = new GenericDatumReader<GenericRecord>(schema)
                    .read(
                            null,
                            DecoderFactory.get()
                                    .binaryDecoder(
                                            value,
                                            WireFormat.HEADER_BYTES,
                                            value.length - WireFormat.HEADER_BYTES,
                                            null));
            if (envelope.get("after") == null) {
                return Optional.empty();
            }
            envelope.put("before", envelope.get("after"));
            envelope.put("after", null);
            envelope.put("op", "d");
            clear(envelope, "transaction");
            stamp(envelope, now);
            if (envelope.get("source") instanceof GenericRecord source) {
                ORIGIN_OF_A_CHANGE.forEach(field -> clear(source, field));
                if (source.hasField("snapshot")) {
                    source.put("snapshot", "false");
                }
                stamp(source, now);
            }
            return Optional.of(write(value, schema, envelope));
        } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException e) {
            throw new TidemarkException(
                    Category.DEAD_LETTER, "not the Avro its schema describes: " + e.getMessage(), e);
        }
    }

    private Schema envelope(int id) {
        Schema schema = schemas.byId(id);
        if (schema.getType() != Schema.Type.RECORD
                || !List.of("before", "after", "op").stream().allMatch(name -> schema.getField(name) != null)) {
            throw new TidemarkException(
                    Category.DEAD_LETTER, "schema " + schema.getName() + " is no Debezium envelope");
        }
        return schema;
    }

    private static void clear(GenericRecord record, String name) {
        Schema.Field field = record.getSchema().getField(name);
        if (field != null && field.schema().isNullable()) {
            record.put(name, null);
        }
    }

    private static void stamp(GenericRecord record, Instant now) {
        long millis = now.toEpochMilli();
        Map.of(
                        "ts_ms", millis,
                        "ts_us", TimeUnit.MILLISECONDS.toMicros(millis),
                        "ts_ns", TimeUnit.MILLISECONDS.toNanos(millis))
                .forEach((name, time) -> {
                    if (record.hasField(name)) {
                        record.put(name, time);
                    }
                });
    }

    private static byte[] write(byte[] original, Schema schema, GenericRecord envelope) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(original.length + Long.BYTES);
        bytes.write(original, 0, WireFormat.HEADER_BYTES);
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        new GenericDatumWriter<GenericRecord>(schema).write(envelope, encoder);
        return bytes.toByteArray();
    }
}
