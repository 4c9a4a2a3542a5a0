package io.tidemark.capture.publish;

import io.debezium.data.Envelope;
import io.tidemark.capture.column.ExactColumns;
import io.tidemark.model.TableName;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * The keys of rows that arrived without a value: Postgres leaves a TOASTed value that an UPDATE did not touch out of the log,
 * unless the table's replica identity is FULL. They have to be read again before what follows them is published. One thread.
 */
final class IncompleteRows {

    /** Read again at this number: the rows have to fit into one Kafka transaction, and into memory. */
    static final int MANY = 100;

    private final Map<TableName, Set<List<String>>> keys = new TreeMap<>();
    private int size;

    /** Whether the row that this envelope describes lacks a value. */
    static boolean isIncomplete(Struct envelope) {
        Field field = envelope.schema().field(Envelope.FieldName.AFTER);
        if (field == null || !(envelope.get(field) instanceof Struct row)) {
            return false;
        }
        for (Field column : row.schema().fields()) {
            switch (column.schema().type()) {
                case STRING, BYTES -> {
                    if (isPlaceholder(row.get(column))) {
                        return true;
                    }
                }
                default -> {}
            }
        }
        return false;
    }

    private static boolean isPlaceholder(@Nullable Object value) {
        if (value instanceof String text) {
            return text.equals(ExactColumns.UNAVAILABLE);
        }
        return value instanceof ByteBuffer bytes
                ? bytes.equals(ExactColumns.UNAVAILABLE_BYTES)
                : value instanceof byte[] array && ByteBuffer.wrap(array).equals(ExactColumns.UNAVAILABLE_BYTES);
    }

    /** Takes an incomplete row's key. */
    void add(SourceRecord source) {
        Struct origin = ((Struct) source.value()).getStruct(Envelope.FieldName.SOURCE);
        TableName table = new TableName(origin.getString("schema"), origin.getString("table"));
        if (keys.computeIfAbsent(table, each -> new LinkedHashSet<>()).add(KeyTexts.of((Struct) source.key()))) {
            size++;
        }
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Whether they have to be read now. */
    boolean areMany() {
        return size >= MANY;
    }

    /** By table, the keys' texts. */
    Map<TableName, Set<List<String>>> keys() {
        return keys;
    }

    void clear() {
        keys.clear();
        size = 0;
    }
}
