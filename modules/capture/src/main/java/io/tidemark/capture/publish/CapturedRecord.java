package io.tidemark.capture.publish;

import io.debezium.data.Envelope;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.position.Lsn;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** What the engine can hand over; this is the one place where the kinds are told apart. */
public sealed interface CapturedRecord {

    /**
     * An event's place in its transaction.
     *
     * @param transactionId Postgres' 32 bit transaction id
     * @param order from 1
     */
    record Place(long transactionId, long order) {}

    /** A row as the snapshot read it. */
    record SnapshotRow(SourceRecord source, boolean last) implements CapturedRecord {}

    /**
     * A row was inserted, updated or deleted.
     *
     * @param incomplete whether the log left a value out, see {@link IncompleteRows}
     */
    record Row(SourceRecord source, Place place, boolean delete, boolean incomplete) implements CapturedRecord {}

    /** All rows of a table are gone. */
    record Truncate(Place place, String topic) implements CapturedRecord {}

    /** A transaction's first record; its rows follow. */
    record TransactionBegin(long transactionId) implements CapturedRecord {}

    /**
     * A transaction's last record.
     *
     * @param lsn where its commit ends in the log
     * @param events how many events it had
     */
    record TransactionEnd(long transactionId, Lsn lsn, long events, Instant committedAt) implements CapturedRecord {}

    /**
     * A message that was written to the log with {@code pg_logical_emit_message}.
     *
     * @param place null when it is of no transaction
     * @param lsn where it is in the log; what committed before it came before it
     */
    record LogicalMessage(@Nullable Place place, String prefix, String content, Lsn lsn) implements CapturedRecord {}

    /**
     * Says what a record is.
     *
     * @throws TidemarkException FATAL for a record that is none of these: continuing would skip it
     */
    static CapturedRecord of(SourceRecord source) {
        if (!(source.value() instanceof Struct value)) {
            throw unknown(source, "is no struct");
        }
        Schema schema = value.schema();
        if (schema.field("op") != null) {
            return change(source, value);
        }
        if (schema.field("status") != null && schema.field("id") != null) {
            return boundary(source, value);
        }
        throw unknown(source, "has the schema " + schema.name());
    }

    private static CapturedRecord boundary(SourceRecord source, Struct value) {
        String id = value.getString("id");
        return switch (value.getString("status")) {
            case "BEGIN" -> new TransactionBegin(transactionId(id));
            case "END" ->
                new TransactionEnd(
                        transactionId(id),
                        new Lsn(Long.parseLong(id.substring(id.indexOf(':') + 1))),
                        value.getInt64("event_count"),
                        Instant.ofEpochMilli(value.getInt64("ts_ms")));
            default -> throw unknown(source, "has status " + value.getString("status"));
        };
    }

    private static CapturedRecord change(SourceRecord source, Struct envelope) {
        String operation = envelope.getString("op");
        return switch (operation) {
            case "r" -> new SnapshotRow(keyed(source, envelope), isLast(envelope));
            case "c", "u" ->
                new Row(keyed(source, envelope), place(source, envelope), false, IncompleteRows.isIncomplete(envelope));
            case "d" -> new Row(keyed(source, envelope), place(source, envelope), true, false);
            case "t" -> new Truncate(place(source, envelope), source.topic());
            case "m" -> message(envelope);
            default -> throw unknown(source, "has operation '" + operation + "'");
        };
    }

    private static SourceRecord keyed(SourceRecord source, Struct envelope) {
        if (source.key() == null) {
            Struct origin = envelope.getStruct(Envelope.FieldName.SOURCE);
            throw new TidemarkException(
                    Category.FATAL,
                    "a row of " + origin.getString("schema") + "." + origin.getString("table")
                            + " has no key: give the table a primary key");
        }
        return source;
    }

    private static boolean isLast(Struct envelope) {
        return "last".equals(envelope.getStruct(Envelope.FieldName.SOURCE).getString("snapshot"));
    }

    private static Place place(SourceRecord source, Struct envelope) {
        Place place = placeOrNull(envelope);
        if (place == null) {
            throw unknown(source, "is of no transaction");
        }
        return place;
    }

    private static @Nullable Place placeOrNull(Struct envelope) {
        Struct transaction = envelope.getStruct(Envelope.FieldName.TRANSACTION);
        return transaction == null
                ? null
                : new Place(transactionId(transaction.getString("id")), transaction.getInt64("total_order"));
    }

    private static LogicalMessage message(Struct envelope) {
        Struct message = envelope.getStruct("message");
        Struct origin = envelope.getStruct(Envelope.FieldName.SOURCE);
        Object content = message.get("content");
        String text = content instanceof ByteBuffer buffer
                ? StandardCharsets.UTF_8.decode(buffer.duplicate()).toString()
                : content instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : "";
        return new LogicalMessage(
                placeOrNull(envelope), String.valueOf(message.get("prefix")), text, new Lsn(origin.getInt64("lsn")));
    }

    /** Debezium writes {@code txId:LSN}. */
    private static long transactionId(String id) {
        int colon = id.indexOf(':');
        return Long.parseLong(colon < 0 ? id : id.substring(0, colon));
    }

    private static TidemarkException unknown(SourceRecord source, @Nullable String what) {
        return new TidemarkException(
                Category.FATAL,
                "a record for topic " + source.topic() + " " + what + ", which the capture does not know: report this");
    }
}
