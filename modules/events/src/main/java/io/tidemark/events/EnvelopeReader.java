package io.tidemark.events;

import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.change.RowChange;
import io.tidemark.model.change.RowKey;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.model.mapping.PropertyMapping;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** Reads Debezium envelopes of one writer schema. Not thread-safe. */
final class EnvelopeReader {

    private static final int AFTER = 0;
    private static final int OPERATION = 1;

    private final ElementMapping element;
    private final RecordReader reader;
    private final List<RecordReader.Column> key;
    private final List<RecordReader.Column> properties;
    private final List<String> propertyNames;
    private final int absentWhen;

    EnvelopeReader(ElementMapping element, Schema writer) {
        this.element = element;
        Set<String> names = new LinkedHashSet<>(element.keyColumns());
        element.properties().forEach(property -> names.add(property.column()));
        if (element.absentWhen() != null) {
            names.add(element.absentWhen());
        }
        Schema row = Projection.keep(row(writer), names);
        this.reader = new RecordReader(writer, Projection.envelope(writer, row));
        this.key = RecordReader.Column.find(row, element.keyColumns());
        this.properties = RecordReader.Column.find(
                row, element.properties().stream().map(PropertyMapping::column).toList());
        this.propertyNames =
                element.properties().stream().map(PropertyMapping::property).toList();
        this.absentWhen = element.absentWhen() == null
                ? -1
                : RecordReader.Column.find(row, List.of(element.absentWhen()))
                        .get(0)
                        .position();
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
        if (absentWhen >= 0 && row.get(absentWhen) != null) {
            return new RowChange.Delete(element.table(), rowKey);
        }
        Map<String, @Nullable Object> values = new HashMap<>(properties.size() * 2);
        for (int i = 0; i < properties.size(); i++) {
            values.put(propertyNames.get(i), properties.get(i).value(row));
        }
        return new RowChange.Upsert(element.table(), rowKey, values);
    }
}
