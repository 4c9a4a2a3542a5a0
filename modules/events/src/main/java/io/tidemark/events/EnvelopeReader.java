package io.tidemark.events;

import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.change.RowChange;
import io.tidemark.model.change.RowKey;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.model.mapping.ElementValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads Debezium envelopes of one writer schema. Not thread-safe. */
final class EnvelopeReader {

    private static final Logger LOG = LoggerFactory.getLogger(EnvelopeReader.class);
    private static final int AFTER = 0;
    private static final int OPERATION = 1;

    private final ElementMapping element;
    private final RecordReader reader;
    private final List<RecordReader.Column> key;
    private final List<RecordReader.Column> required;
    private final List<Condition> conditions;
    private final List<Said> values;
    private final RecordReader.@Nullable Column absentWhen;

    EnvelopeReader(ElementMapping element, Schema writer) {
        this.element = element;
        Schema row = Projection.keep(row(writer), element.columns());
        this.reader = new RecordReader(writer, Projection.envelope(writer, row));
        this.key = RecordReader.Column.keys(row, element.keyColumns());
        this.required = RecordReader.Column.keys(row, element.requiredColumns());
        List<String> conditioned = List.copyOf(element.presentWhen().keySet());
        this.conditions = RecordReader.Column.keys(row, conditioned).stream()
                .map(column -> new Condition(
                        column, Objects.requireNonNull(element.presentWhen().get(column.name()))))
                .toList();
        this.values =
                element.values().stream().map(value -> Said.find(value, row)).toList();
        this.absentWhen = element.absentWhen() == null ? null : RecordReader.Column.find(row, element.absentWhen());
        warnOfMissing();
    }

    /** Once per schema: right for records from before a column was added, and a sign of a dropped or renamed one. */
    private void warnOfMissing() {
        List<String> missing = Stream.concat(
                        values.stream().flatMap(value -> value.columns().stream()), Stream.ofNullable(absentWhen))
                .filter(RecordReader.Column::isMissing)
                .map(RecordReader.Column::name)
                .distinct()
                .toList();
        if (!missing.isEmpty()) {
            LOG.warn(
                    "records of {} without {} count it as null: they are older than the column, or it was dropped or"
                            + " renamed (then correct the mapping)",
                    element.table(),
                    String.join(", ", missing));
        }
    }

    private static Schema row(Schema envelope) {
        Schema.Field after = envelope.getType() == Schema.Type.RECORD ? envelope.getField("after") : null;
        Schema row = after == null ? null : Projection.nonNull(after.schema());
        if (row == null || row.getType() != Schema.Type.RECORD || envelope.getField("op") == null) {
            throw new TidemarkException(
                    Category.DEAD_LETTER, "schema " + envelope.getName() + " is no Debezium envelope");
        }
        return row;
    }

    /** What the envelope says of the row; the record key says which row a delete is of. */
    RowChange read(byte[] bytes, RowKey recordKey) {
        GenericRecord envelope = reader.read(bytes);
        String operation = String.valueOf(envelope.get(OPERATION));
        return switch (operation) {
            case "c", "r", "u" -> state((GenericRecord) envelope.get(AFTER));
            case "d" -> new RowChange.Delete(element.table(), recordKey);
            default ->
                throw new TidemarkException(
                        Category.DEAD_LETTER, "operation '" + operation + "' does not belong in a table's topic");
        };
    }

    private RowChange state(@Nullable GenericRecord row) {
        if (row == null) {
            throw new TidemarkException(Category.DEAD_LETTER, "an upsert without its row");
        }
        RowKey rowKey = KeyReader.key(key, row);
        if (!isPresent(row)) {
            return new RowChange.Delete(element.table(), rowKey);
        }
        Map<String, @Nullable Object> named = new HashMap<>(values.size() * 2);
        for (Said value : values) {
            named.put(value.name(), value.value(row));
        }
        return new RowChange.Upsert(element.table(), rowKey, named);
    }

    /** Something that a row says besides its key. */
    private record Said(ElementValue value, List<RecordReader.Column> columns) {

        static Said find(ElementValue value, Schema row) {
            return new Said(
                    value,
                    value.columns().stream()
                            .map(column -> RecordReader.Column.find(row, value, column))
                            .toList());
        }

        String name() {
            return value.name();
        }

        @Nullable
        Object value(GenericRecord row) {
            if (columns.size() == 1) {
                return listed(value.inGraph(columns.get(0).value(row)));
            }
            List<@Nullable Object> parts = new ArrayList<>(columns.size());
            columns.forEach(column -> parts.add(column.value(row)));
            return ElementValue.of(parts);
        }

        private @Nullable Object listed(@Nullable Object inGraph) {
            if (value.names() != null && ElementValue.UNLISTED.equals(inGraph)) {
                boolean type = value.name().equals(ElementValue.TYPE);
                throw new TidemarkException(
                        Category.DEAD_LETTER,
                        "column " + value.names().column() + " has a value" + (type ? ", or null," : "")
                                + " that the mapping does not list, so the row has no " + (type ? "type" : "label")
                                + ": add it under values:, or keep such rows out with presentWhen:");
            }
            return inGraph;
        }
    }

    /** A value that decides whether a row counts as present. */
    private record Condition(RecordReader.Column column, List<String> values) {

        boolean holds(GenericRecord row) {
            Object value = column.value(row);
            return value != null && values.contains(value.toString());
        }
    }

    private boolean isPresent(GenericRecord row) {
        if (absentWhen != null && !absentWhen.isMissing() && row.get(absentWhen.position()) != null) {
            return false;
        }
        return required.stream().allMatch(column -> row.get(column.position()) != null)
                && conditions.stream().allMatch(condition -> condition.holds(row));
    }
}
