package io.tidemark.capture.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.model.TidemarkException;
import io.tidemark.model.position.Lsn;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CapturedRecordTest {

    private static final Schema SOURCE = SchemaBuilder.struct()
            .field("schema", Schema.STRING_SCHEMA)
            .field("table", Schema.STRING_SCHEMA)
            .field("snapshot", Schema.OPTIONAL_STRING_SCHEMA)
            .field("lsn", Schema.OPTIONAL_INT64_SCHEMA)
            .build();
    private static final Schema PLACE = SchemaBuilder.struct()
            .field("id", Schema.STRING_SCHEMA)
            .field("total_order", Schema.INT64_SCHEMA)
            .optional()
            .build();
    private static final Schema MESSAGE = SchemaBuilder.struct()
            .field("prefix", Schema.STRING_SCHEMA)
            .field("content", Schema.BYTES_SCHEMA)
            .optional()
            .build();
    private static final Schema ENVELOPE = SchemaBuilder.struct()
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

    @ParameterizedTest
    @ValueSource(strings = {"c", "u", "d"})
    void a_change_of_a_row_is_a_row(String operation) {
        assertThat(CapturedRecord.of(change("key", operation)))
                .isInstanceOfSatisfying(CapturedRecord.Row.class, row -> {
                    assertThat(row.place()).isEqualTo(new CapturedRecord.Place(7, 3));
                    assertThat(row.delete()).isEqualTo(operation.equals("d"));
                });
    }

    @Test
    void a_row_of_a_snapshot_is_told_apart() {
        assertThat(CapturedRecord.of(change("key", "r")))
                .isInstanceOfSatisfying(
                        CapturedRecord.SnapshotRow.class,
                        row -> assertThat(row.last()).isFalse());
    }

    @Test
    void a_truncate_names_its_topic() {
        assertThat(CapturedRecord.of(change(null, "t")))
                .isInstanceOfSatisfying(
                        CapturedRecord.Truncate.class,
                        truncate -> assertThat(truncate.topic()).isEqualTo("tidemark.public.users"));
    }

    @Test
    void a_logical_message_brings_its_content() {
        assertThat(CapturedRecord.of(change("key", "m")))
                .isInstanceOfSatisfying(CapturedRecord.LogicalMessage.class, message -> {
                    assertThat(message.prefix()).isEqualTo("tidemark.heartbeat");
                    assertThat(message.content()).isEqualTo("mine 42");
                    assertThat(message.lsn()).isEqualTo(new Lsn(5));
                });
    }

    @Test
    void the_ends_of_a_transaction_carry_its_id_and_position() {
        assertThat(CapturedRecord.of(transaction("BEGIN"))).isEqualTo(new CapturedRecord.TransactionBegin(7));
        assertThat(CapturedRecord.of(transaction("END")))
                .isEqualTo(new CapturedRecord.TransactionEnd(7, new Lsn(42), 3, Instant.ofEpochMilli(9)));
    }

    @Test
    void only_the_own_heartbeat_outside_of_transactions_counts() {
        CapturedRecord.LogicalMessage own =
                new CapturedRecord.LogicalMessage(null, "tidemark.heartbeat", "mine 42", new Lsn(5));
        assertThat(new Heartbeat("mine").writtenAt(own)).contains(Instant.ofEpochMilli(42));
        assertThat(new Heartbeat("yours").writtenAt(own)).isEmpty();
        assertThat(new Heartbeat("mine")
                        .writtenAt(new CapturedRecord.LogicalMessage(
                                new CapturedRecord.Place(7, 1), own.prefix(), own.content(), own.lsn())))
                .isEmpty();
    }

    @Test
    void what_is_not_known_is_never_skipped() {
        assertThatThrownBy(() -> CapturedRecord.of(change("key", "z"))).isInstanceOf(TidemarkException.class);
        assertThatThrownBy(() -> CapturedRecord.of(record(null, null, null))).isInstanceOf(TidemarkException.class);
        assertThatThrownBy(() -> CapturedRecord.of(transaction("ABORT"))).isInstanceOf(TidemarkException.class);
        assertThatThrownBy(() -> CapturedRecord.of(record("key", Schema.STRING_SCHEMA, "text")))
                .isInstanceOf(TidemarkException.class);
    }

    @Test
    void a_row_without_key_asks_for_a_primary_key() {
        assertThatThrownBy(() -> CapturedRecord.of(change(null, "c")))
                .hasMessageContaining("public.users")
                .hasMessageContaining("primary key");
    }

    private static SourceRecord change(@Nullable String key, String operation) {
        Struct source =
                new Struct(SOURCE).put("schema", "public").put("table", "users").put("lsn", 5L);
        Struct envelope = new Struct(ENVELOPE).put("op", operation).put("source", source);
        if (operation.equals("m")) {
            envelope.put(
                    "message",
                    new Struct(MESSAGE)
                            .put("prefix", "tidemark.heartbeat")
                            .put("content", ByteBuffer.wrap("mine 42".getBytes(StandardCharsets.UTF_8))));
        } else if (!operation.equals("r")) {
            envelope.put("transaction", new Struct(PLACE).put("id", "7:42").put("total_order", 3L));
        }
        return record(key, ENVELOPE, envelope);
    }

    private static SourceRecord transaction(String status) {
        return record(
                "key",
                TRANSACTION,
                new Struct(TRANSACTION)
                        .put("status", status)
                        .put("id", "7:42")
                        .put("event_count", 3L)
                        .put("ts_ms", 9L));
    }

    private static SourceRecord record(@Nullable String key, @Nullable Schema schema, @Nullable Object value) {
        return new SourceRecord(
                Map.of(), Map.of(), "tidemark.public.users", null, Schema.OPTIONAL_STRING_SCHEMA, key, schema, value);
    }
}
