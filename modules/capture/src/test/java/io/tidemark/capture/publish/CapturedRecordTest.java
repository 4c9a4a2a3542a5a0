package io.tidemark.capture.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.model.TidemarkException;
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
            .build();
    private static final Schema ENVELOPE = SchemaBuilder.struct()
            .field("op", Schema.STRING_SCHEMA)
            .field("source", SOURCE)
            .build();
    private static final Schema TRANSACTION = SchemaBuilder.struct()
            .field("status", Schema.STRING_SCHEMA)
            .field("id", Schema.STRING_SCHEMA)
            .build();

    @ParameterizedTest
    @ValueSource(strings = {"r", "c", "u", "d"})
    void a_change_of_a_row_is_a_row(String operation) {
        assertThat(CapturedRecord.of(change("key", operation))).isInstanceOf(CapturedRecord.Row.class);
    }

    @Test
    void a_record_without_value_is_a_tombstone() {
        assertThat(CapturedRecord.of(record("key", null, null))).isInstanceOf(CapturedRecord.Tombstone.class);
    }

    @Test
    void a_truncate_names_its_table() {
        assertThat(CapturedRecord.of(change(null, "t")))
                .isInstanceOfSatisfying(
                        CapturedRecord.Truncate.class,
                        truncate -> assertThat(truncate.table()).isEqualTo("public.users"));
    }

    @Test
    void a_logical_message_is_no_row() {
        assertThat(CapturedRecord.of(change("key", "m"))).isInstanceOf(CapturedRecord.LogicalMessage.class);
    }

    @Test
    void the_ends_of_a_transaction_carry_its_id() {
        assertThat(CapturedRecord.of(transaction("BEGIN"))).isInstanceOf(CapturedRecord.TransactionBegin.class);
        assertThat(CapturedRecord.of(transaction("END")))
                .isInstanceOfSatisfying(
                        CapturedRecord.TransactionEnd.class,
                        end -> assertThat(end.transactionId()).isEqualTo("7:42"));
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
        Struct source = new Struct(SOURCE).put("schema", "public").put("table", "users");
        return record(key, ENVELOPE, new Struct(ENVELOPE).put("op", operation).put("source", source));
    }

    private static SourceRecord transaction(String status) {
        return record(
                "key",
                TRANSACTION,
                new Struct(TRANSACTION).put("status", status).put("id", "7:42"));
    }

    private static SourceRecord record(@Nullable String key, @Nullable Schema schema, @Nullable Object value) {
        return new SourceRecord(
                Map.of(), Map.of(), "tidemark.public.users", null, Schema.OPTIONAL_STRING_SCHEMA, key, schema, value);
    }
}
