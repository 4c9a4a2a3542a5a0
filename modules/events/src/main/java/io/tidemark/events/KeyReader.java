package io.tidemark.events;

import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.change.RowKey;
import io.tidemark.model.mapping.ElementMapping;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;

/** Reads record keys of one writer schema. Not thread-safe. */
final class KeyReader {

    private final RecordReader reader;
    private final List<RecordReader.Column> columns;

    KeyReader(ElementMapping element, Schema writer) {
        Schema projection = Projection.keep(writer, element.keyColumns());
        this.reader = new RecordReader(writer, projection);
        this.columns = RecordReader.Column.keys(projection, element.keyColumns());
    }

    RowKey read(byte[] bytes) {
        return key(columns, reader.read(bytes));
    }

    static RowKey key(List<RecordReader.Column> columns, GenericRecord row) {
        List<Object> values = new ArrayList<>(columns.size());
        for (RecordReader.Column column : columns) {
            Object value = column.value(row);
            if (value == null) {
                throw new TidemarkException(Category.DEAD_LETTER, "key column " + column.name() + " is null");
            }
            values.add(value);
        }
        return new RowKey(values);
    }
}
