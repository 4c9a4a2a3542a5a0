package io.tidemark.capture.publish;

import static io.tidemark.capture.publish.SourceRecords.change;
import static io.tidemark.capture.publish.SourceRecords.message;
import static io.tidemark.capture.publish.SourceRecords.record;
import static io.tidemark.capture.publish.SourceRecords.snapshotRow;
import static io.tidemark.capture.publish.SourceRecords.transaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.model.TidemarkException;
import io.tidemark.model.position.Lsn;
import java.time.Instant;
import org.apache.kafka.connect.data.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CapturedRecordTest {

    @ParameterizedTest
    @ValueSource(strings = {"c", "u", "d"})
    void a_change_of_a_row_is_a_row(String operation) {
        assertThat(CapturedRecord.of(change("key", operation, 3)))
                .isInstanceOfSatisfying(CapturedRecord.Row.class, row -> {
                    assertThat(row.place()).isEqualTo(new CapturedRecord.Place(7, 3));
                    assertThat(row.delete()).isEqualTo(operation.equals("d"));
                });
    }

    @Test
    void a_row_of_a_snapshot_is_told_apart() {
        assertThat(CapturedRecord.of(snapshotRow("key", "true")))
                .isInstanceOfSatisfying(
                        CapturedRecord.SnapshotRow.class,
                        row -> assertThat(row.last()).isFalse());
    }

    @Test
    void a_truncate_names_its_topic() {
        assertThat(CapturedRecord.of(change(null, "t", 3)))
                .isInstanceOfSatisfying(
                        CapturedRecord.Truncate.class,
                        truncate -> assertThat(truncate.topic()).isEqualTo("tidemark.public.users"));
    }

    @Test
    void a_logical_message_brings_its_content() {
        assertThat(CapturedRecord.of(message("tidemark.heartbeat", "mine 42", 0)))
                .isInstanceOfSatisfying(CapturedRecord.LogicalMessage.class, message -> {
                    assertThat(message.prefix()).isEqualTo("tidemark.heartbeat");
                    assertThat(message.content()).isEqualTo("mine 42");
                    assertThat(message.lsn()).isEqualTo(new Lsn(50));
                });
    }

    @Test
    void the_ends_of_a_transaction_carry_its_id_and_position() {
        assertThat(CapturedRecord.of(transaction("BEGIN", 3))).isEqualTo(new CapturedRecord.TransactionBegin(7));
        assertThat(CapturedRecord.of(transaction("END", 3)))
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
        assertThatThrownBy(() -> CapturedRecord.of(change("key", "z", 3))).isInstanceOf(TidemarkException.class);
        assertThatThrownBy(() -> CapturedRecord.of(record(null, null, null))).isInstanceOf(TidemarkException.class);
        assertThatThrownBy(() -> CapturedRecord.of(transaction("ABORT", 3))).isInstanceOf(TidemarkException.class);
        assertThatThrownBy(() -> CapturedRecord.of(record("key", Schema.STRING_SCHEMA, "text")))
                .isInstanceOf(TidemarkException.class);
    }

    @Test
    void a_row_without_key_asks_for_a_primary_key() {
        assertThatThrownBy(() -> CapturedRecord.of(change(null, "c", 3)))
                .hasMessageContaining("public.users")
                .hasMessageContaining("primary key");
    }
}
