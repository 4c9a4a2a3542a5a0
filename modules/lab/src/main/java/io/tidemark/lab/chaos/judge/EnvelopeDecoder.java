package io.tidemark.lab.chaos.judge;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Decodes records as any Avro reader would, with the schemas they were written with. Not thread-safe. */
final class EnvelopeDecoder {

    private static final String ZONED_TIMESTAMP = "io.debezium.time.ZonedTimestamp";
    private static final int HEADER_BYTES = 5;

    private final SchemaRegistryClient registry;
    private final Map<Integer, GenericDatumReader<GenericRecord>> readers = new HashMap<>();
    private @Nullable BinaryDecoder decoder;

    EnvelopeDecoder(SchemaRegistryClient registry) {
        this.registry = registry;
    }

    void decode(String table, ConsumerRecord<byte[], byte[]> record, TopicHistory history) throws IOException {
        String coordinates = record.topic() + "-" + record.partition() + "@" + record.offset();
        String key = Texts.key(
                texts(read(record.key())).stream().map(String::valueOf).toList());
        byte @Nullable [] value = record.value();
        if (value == null) {
            history.tombstone(table, key, coordinates);
            return;
        }
        GenericRecord envelope = read(value);
        Object after = envelope.get("after");
        List<@Nullable String> row = after instanceof GenericRecord columns ? texts(columns) : List.of();
        GenericRecord source = (GenericRecord) envelope.get("source");
        if (envelope.get("transaction") != null && source.get("txId") instanceof Long transaction) {
            Operation operation = change(envelope.get("op").toString(), coordinates);
            history.change(new Change(table, key, operation, transaction, row), coordinates);
        } else {
            history.statement(table, key, statement(envelope, source), row, coordinates);
        }
    }

    private static Operation change(String operation, String coordinates) throws IOException {
        return switch (operation) {
            case "c" -> Operation.CREATE;
            case "u" -> Operation.UPDATE;
            case "d" -> Operation.DELETE;
            default -> throw new IOException(coordinates + " has operation '" + operation + "' in a transaction");
        };
    }

    /** A sweep knows what it deletes, a refresh finds nothing. */
    private static Operation statement(GenericRecord envelope, GenericRecord source) {
        Object snapshot = source.get("snapshot");
        return switch (envelope.get("op").toString()) {
            case "d" -> envelope.get("before") == null ? Operation.REREAD_NOTHING : Operation.SWEEP;
            case "r" -> snapshot == null || snapshot.toString().equals("false") ? Operation.REREAD : Operation.SNAPSHOT;
            default -> Operation.SNAPSHOT;
        };
    }

    private GenericRecord read(byte[] bytes) throws IOException {
        int id = ByteBuffer.wrap(bytes).getInt(1);
        GenericDatumReader<GenericRecord> reader = readers.get(id);
        if (reader == null) {
            reader = new GenericDatumReader<>(schema(id));
            readers.put(id, reader);
        }
        decoder = DecoderFactory.get().binaryDecoder(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES, decoder);
        return reader.read(null, decoder);
    }

    private Schema schema(int id) throws IOException {
        try {
            return (Schema) registry.getSchemaById(id).rawSchema();
        } catch (RestClientException e) {
            throw new IOException("the registry does not give schema " + id + ": " + e.getMessage(), e);
        }
    }

    private static List<@Nullable String> texts(GenericRecord columns) {
        List<@Nullable String> texts = new ArrayList<>();
        for (Schema.Field column : columns.getSchema().getFields()) {
            Object value = columns.get(column.pos());
            texts.add(value == null ? null : text(column.schema(), value.toString()));
        }
        return texts;
    }

    private static String text(Schema schema, String value) {
        if (schema.isUnion()) {
            return text(
                    schema.getTypes().stream()
                            .filter(type -> type.getType() != Schema.Type.NULL)
                            .findFirst()
                            .orElseThrow(),
                    value);
        }
        return ZONED_TIMESTAMP.equals(schema.getProp("connect.name")) ? Texts.time(Instant.parse(value)) : value;
    }
}
