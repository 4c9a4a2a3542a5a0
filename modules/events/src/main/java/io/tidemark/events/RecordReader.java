package io.tidemark.events;

import io.tidemark.model.FieldName;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.mapping.ElementValue;
import io.tidemark.model.mapping.VectorIndex;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.jspecify.annotations.Nullable;

/** Reads the Avro binary of one writer schema into one, reused record. Not thread-safe. */
final class RecordReader {

    private final GenericDatumReader<GenericRecord> reader;
    private @Nullable BinaryDecoder decoder;
    private @Nullable GenericRecord record;

    RecordReader(Schema writer, Schema projection) {
        this.reader = new GenericDatumReader<>(writer, projection);
    }

    /** The record in these bytes, valid until the next call. */
    GenericRecord read(byte[] bytes) {
        try {
            int length = bytes.length - WireFormat.HEADER_BYTES;
            decoder = DecoderFactory.get().binaryDecoder(bytes, WireFormat.HEADER_BYTES, length, decoder);
            record = reader.read(record, decoder);
            return record;
        } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException e) {
            throw new TidemarkException(
                    Category.DEAD_LETTER, "not the Avro its schema describes: " + e.getMessage(), e);
        }
    }

    /** A column of a row: where it is in the projected record, and how to decode it. */
    record Column(String name, int position, ColumnDecoder decoder) {

        private static final int NOWHERE = -1;

        /**
         * Finds columns without which a row means nothing: its key, the ends of a relationship.
         *
         * @throws TidemarkException DEAD_LETTER when one is missing
         */
        static List<Column> keys(Schema row, List<String> names) {
            List<Column> columns = names.stream().map(name -> find(row, name)).toList();
            for (Column column : columns) {
                if (column.isMissing()) {
                    throw new TidemarkException(
                            Category.DEAD_LETTER, "column " + column.name() + " is not in the record");
                }
            }
            return columns;
        }

        /**
         * Finds a column. One that the row did not have when it was written is null: it was added to the table later,
         * or dropped since.
         */
        static Column find(Schema row, String name) {
            return find(row, name, ColumnDecoders::of);
        }

        /** The same for a column of a value. */
        static Column find(Schema row, ElementValue value, String name) {
            VectorIndex vector = value.vector();
            if (vector != null) {
                return find(row, name, schema -> ColumnDecoders.ofVector(schema, vector));
            }
            return find(row, name, value.text() ? ColumnDecoders::ofText : ColumnDecoders::of);
        }

        private static Column find(Schema row, String name, Function<Schema, ColumnDecoder> decoders) {
            Schema.Field field = row.getField(FieldName.of(name));
            return field == null
                    ? new Column(name, NOWHERE, value -> value)
                    : new Column(name, field.pos(), decoders.apply(field.schema()));
        }

        boolean isMissing() {
            return position == NOWHERE;
        }

        @Nullable
        Object value(GenericRecord row) {
            if (isMissing()) {
                return null;
            }
            try {
                Object value = row.get(position);
                return value == null ? null : decoder.decode(value);
            } catch (UnmappableValueException e) {
                throw new TidemarkException(Category.DEAD_LETTER, "column " + name + ": " + e.getMessage(), e);
            } catch (RuntimeException e) {
                throw new TidemarkException(
                        Category.DEAD_LETTER,
                        "column " + name + " has a value Neo4j cannot hold: " + e.getMessage(),
                        new UnmappableValueException(String.valueOf(e.getMessage())));
            }
        }
    }
}
