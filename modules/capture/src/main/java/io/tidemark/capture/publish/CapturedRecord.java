package io.tidemark.capture.publish;

import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** What the engine can hand over; this is the one place where the kinds are told apart. */
public sealed interface CapturedRecord {

    /** The record as it came. */
    SourceRecord source();

    /** A row was read (snapshot), inserted, updated or deleted. */
    record Row(SourceRecord source) implements CapturedRecord {}

    /** Follows the envelope of a delete: lets compaction forget the key. */
    record Tombstone(SourceRecord source) implements CapturedRecord {}

    /** All rows of a table are gone. */
    record Truncate(SourceRecord source, String table) implements CapturedRecord {}

    /** A transaction's first record; its rows follow. */
    record TransactionBegin(SourceRecord source, String transactionId) implements CapturedRecord {}

    /**
     * A transaction's last record.
     *
     * @param transactionId {@code txId:LSN}, the LSN of the commit in decimal
     */
    record TransactionEnd(SourceRecord source, String transactionId) implements CapturedRecord {}

    /** A message that an application wrote to the log with {@code pg_logical_emit_message}. */
    record LogicalMessage(SourceRecord source) implements CapturedRecord {}

    /**
     * Says what a record is.
     *
     * @throws TidemarkException FATAL for a record that is none of these: going on would skip it
     */
    static CapturedRecord of(SourceRecord source) {
        if (source.value() == null) {
            if (source.key() == null) {
                throw unknown(source, "has neither key nor value");
            }
            return new Tombstone(source);
        }
        if (!(source.value() instanceof Struct value)) {
            throw unknown(source, "is no struct");
        }
        Schema schema = value.schema();
        if (schema.field("op") != null) {
            return change(source, value);
        }
        if (schema.field("status") != null && schema.field("id") != null) {
            String id = value.getString("id");
            return switch (value.getString("status")) {
                case "BEGIN" -> new TransactionBegin(source, id);
                case "END" -> new TransactionEnd(source, id);
                default -> throw unknown(source, "has status " + value.getString("status"));
            };
        }
        throw unknown(source, "has the schema " + schema.name());
    }

    private static CapturedRecord change(SourceRecord source, Struct envelope) {
        String operation = envelope.getString("op");
        return switch (operation) {
            case "r", "c", "u", "d" -> {
                if (source.key() == null) {
                    throw new TidemarkException(
                            Category.FATAL,
                            "a row of " + tableOf(envelope) + " has no key: give the table a primary key");
                }
                yield new Row(source);
            }
            case "t" -> new Truncate(source, tableOf(envelope));
            case "m" -> new LogicalMessage(source);
            default -> throw unknown(source, "has operation '" + operation + "'");
        };
    }

    private static String tableOf(Struct envelope) {
        Struct origin = envelope.getStruct("source");
        return origin.getString("schema") + "." + origin.getString("table");
    }

    private static TidemarkException unknown(SourceRecord source, @Nullable String what) {
        return new TidemarkException(
                Category.FATAL,
                "a record for topic " + source.topic() + " " + what + ", which the capture does not know: report this");
    }
}
