package io.tidemark.capture.publish;

import io.tidemark.capture.column.ExactColumns;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** Records as the engine hands them over, all of table public.users. */
final class SourceRecords {

    static final String TOPIC = "tidemark.public.users";

    private static final Schema SOURCE = SchemaBuilder.struct()
            .name("Source")
            .field("schema", Schema.STRING_SCHEMA)
            .field("table", Schema.STRING_SCHEMA)
            .field("snapshot", Schema.OPTIONAL_STRING_SCHEMA)
            .field("lsn", Schema.OPTIONAL_INT64_SCHEMA)
            .build();
    private static final Schema PLACE = SchemaBuilder.struct()
            .name("Place")
            .field("id", Schema.STRING_SCHEMA)
            .field("total_order", Schema.INT64_SCHEMA)
            .optional()
            .build();
    private static final Schema MESSAGE = SchemaBuilder.struct()
            .name("Message")
            .field("prefix", Schema.STRING_SCHEMA)
            .field("content", Schema.BYTES_SCHEMA)
            .optional()
            .build();
    private static final Schema KEY =
            SchemaBuilder.struct().name("Key").field("id", Schema.INT32_SCHEMA).build();
    private static final Schema ROW = SchemaBuilder.struct()
            .name("Row")
            .field("id", Schema.INT32_SCHEMA)
            .field("bio", Schema.OPTIONAL_STRING_SCHEMA)
            .optional()
            .build();
    private static final Schema ENVELOPE = SchemaBuilder.struct()
            .name("Envelope")
            .field("after", ROW)
            .field("op", Schema.STRING_SCHEMA)
            .field("source", SOURCE)
            .field("transaction", PLACE)
            .field("message", MESSAGE)
            .build();
    private static final Schema TRANSACTION = SchemaBuilder.struct()
            .field("status", Schema.STRING_SCHEMA)
            .field("id", Schema.STRING_SCHEMA)
            .field("event_count", Schema.OPTIONAL_INT64_SCHEMA)
            .field("ts_ms", Schema.INT64_SCHEMA)
            .build();

    private SourceRecords() {}

    /** An event of transaction 7. */
    static SourceRecord change(@Nullable String key, String operation, long order) {
        return record(
                key,
                ENVELOPE,
                envelope(operation, null)
                        .put("transaction", new Struct(PLACE).put("id", "7:42").put("total_order", order)));
    }

    /** An UPDATE in transaction 7 that left the row's large value alone, so that the log does not hold it. */
    static SourceRecord toasted(int id, long order) {
        Struct envelope = envelope("u", null)
                .put("after", new Struct(ROW).put("id", id).put("bio", ExactColumns.UNAVAILABLE))
                .put("transaction", new Struct(PLACE).put("id", "7:42").put("total_order", order));
        return new SourceRecord(
                Map.of(), Map.of(), TOPIC, null, KEY, new Struct(KEY).put("id", id), ENVELOPE, envelope);
    }

    static SourceRecord snapshotRow(String key, String snapshot) {
        return record(key, ENVELOPE, envelope("r", snapshot));
    }

    private static Struct envelope(String operation, @Nullable String snapshot) {
        Struct source = new Struct(SOURCE)
                .put("schema", "public")
                .put("table", "users")
                .put("snapshot", snapshot)
                .put("lsn", 50L);
        return new Struct(ENVELOPE).put("op", operation).put("source", source);
    }

    /** A message at log position 50; of transaction 7, unless its order is 0: then of none. */
    static SourceRecord message(String prefix, String content, long order) {
        Struct envelope = envelope("m", null)
                .put(
                        "message",
                        new Struct(MESSAGE)
                                .put("prefix", prefix)
                                .put("content", ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8))));
        if (order > 0) {
            envelope.put("transaction", new Struct(PLACE).put("id", "7:42").put("total_order", order));
        }
        return record("key", ENVELOPE, envelope);
    }

    /** Transaction 7 begins or ends; its commit ends at log position 42. */
    static SourceRecord transaction(String status, long events) {
        return record(
                "key",
                TRANSACTION,
                new Struct(TRANSACTION)
                        .put("status", status)
                        .put("id", "7:42")
                        .put("event_count", events)
                        .put("ts_ms", 9L));
    }

    static SourceRecord record(@Nullable String key, @Nullable Schema schema, @Nullable Object value) {
        return new SourceRecord(Map.of(), Map.of(), TOPIC, null, Schema.OPTIONAL_STRING_SCHEMA, key, schema, value);
    }
}
