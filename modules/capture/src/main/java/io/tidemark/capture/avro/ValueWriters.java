package io.tidemark.capture.avro;

import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.avro.io.Encoder;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;

/**
 * Compiles a Connect schema and the Avro schema made of it into writers, so that per row nothing is looked up and no
 * generic record is built. What it writes is what {@code AvroData} followed by a {@code GenericDatumWriter} writes, with
 * one exception that is meant: a null stays null where {@code AvroData} would put the column's default in its place.
 */
final class ValueWriters {

    private ValueWriters() {}

    /**
     * The writer for a schema.
     *
     * @throws TidemarkException FATAL when the schema holds a shape that Debezium's Postgres connector does not produce
     */
    static ValueWriter of(Schema connect, org.apache.avro.Schema avro) {
        if (avro.getType() != org.apache.avro.Schema.Type.UNION) {
            return required(connect, present(connect, avro));
        }
        List<org.apache.avro.Schema> branches = avro.getTypes();
        int nullBranch = branches.get(0).getType() == org.apache.avro.Schema.Type.NULL ? 0 : 1;
        int valueBranch = 1 - nullBranch;
        if (branches.size() != 2 || branches.get(nullBranch).getType() != org.apache.avro.Schema.Type.NULL) {
            throw unsupported(connect, "a union of " + branches.size() + " types");
        }
        ValueWriter writer = present(connect, branches.get(valueBranch));
        return (value, out) -> {
            if (value == null) {
                out.writeIndex(nullBranch);
                out.writeNull();
            } else {
                out.writeIndex(valueBranch);
                writer.write(value, out);
            }
        };
    }

    private static ValueWriter required(Schema connect, ValueWriter writer) {
        Object fallback = connect.defaultValue();
        return (value, out) -> {
            Object present = value == null ? fallback : value;
            if (present == null) {
                throw new TidemarkException(
                        Category.FATAL,
                        "a required value of type " + describe(connect)
                                + " is missing: is the replica identity of its table the primary key? ALTER TABLE … REPLICA IDENTITY"
                                + " DEFAULT, then start again");
            }
            writer.write(present, out);
        };
    }

    private static ValueWriter present(Schema connect, org.apache.avro.Schema avro) {
        @Nullable ValueWriter logical = logical(connect);
        if (logical != null) {
            return logical;
        }
        return switch (connect.type()) {
            case INT8, INT16, INT32 -> (value, out) -> out.writeInt(((Number) nonNull(value)).intValue());
            case INT64 -> (value, out) -> out.writeLong((Long) nonNull(value));
            case FLOAT32 -> (value, out) -> out.writeFloat((Float) nonNull(value));
            case FLOAT64 -> (value, out) -> out.writeDouble((Double) nonNull(value));
            case BOOLEAN -> (value, out) -> out.writeBoolean((Boolean) nonNull(value));
            case STRING -> (value, out) -> out.writeString((String) nonNull(value));
            case BYTES -> ValueWriters::bytes;
            case ARRAY -> array(of(connect.valueSchema(), avro.getElementType()));
            case MAP -> map(connect, avro);
            case STRUCT -> struct(connect, avro);
        };
    }

    private static @Nullable ValueWriter logical(Schema connect) {
        String name = connect.name();
        if (name == null) {
            return null;
        }
        return switch (name) {
            case Decimal.LOGICAL_NAME ->
                (value, out) -> out.writeBytes(Decimal.fromLogical(connect, (BigDecimal) nonNull(value)));
            case Date.LOGICAL_NAME ->
                (value, out) -> out.writeInt(Date.fromLogical(connect, (java.util.Date) nonNull(value)));
            case Time.LOGICAL_NAME ->
                (value, out) -> out.writeInt(Time.fromLogical(connect, (java.util.Date) nonNull(value)));
            case Timestamp.LOGICAL_NAME ->
                (value, out) -> out.writeLong(Timestamp.fromLogical(connect, (java.util.Date) nonNull(value)));
            default -> null;
        };
    }

    private static void bytes(@Nullable Object value, Encoder out) throws IOException {
        if (value instanceof byte[] array) {
            out.writeBytes(array);
        } else {
            out.writeBytes(((ByteBuffer) nonNull(value)).duplicate());
        }
    }

    private static ValueWriter array(ValueWriter element) {
        return (value, out) -> {
            Collection<?> elements = (Collection<?>) nonNull(value);
            out.writeArrayStart();
            out.setItemCount(elements.size());
            for (Object each : elements) {
                out.startItem();
                element.write(each, out);
            }
            out.writeArrayEnd();
        };
    }

    private static ValueWriter map(Schema connect, org.apache.avro.Schema avro) {
        if (avro.getType() != org.apache.avro.Schema.Type.MAP) {
            throw unsupported(connect, "a map whose keys are no strings");
        }
        ValueWriter element = of(connect.valueSchema(), avro.getValueType());
        return (value, out) -> {
            Map<?, ?> entries = (Map<?, ?>) nonNull(value);
            out.writeMapStart();
            out.setItemCount(entries.size());
            for (Map.Entry<?, ?> entry : entries.entrySet()) {
                out.startItem();
                out.writeString((String) entry.getKey());
                element.write(entry.getValue(), out);
            }
            out.writeMapEnd();
        };
    }

    private static ValueWriter struct(Schema connect, org.apache.avro.Schema avro) {
        List<Field> fields = connect.fields();
        FieldWriter[] writers = new FieldWriter[fields.size()];
        for (int i = 0; i < writers.length; i++) {
            Field field = fields.get(i);
            org.apache.avro.Schema.Field target = avro.getFields().get(i);
            if (!target.name().equals(field.name())) {
                throw unsupported(connect, "a field '" + field.name() + "' that Avro names '" + target.name() + "'");
            }
            boolean keepNull = field.schema().defaultValue() != null && !isOrigin(connect);
            writers[i] = new FieldWriter(field, keepNull, of(field.schema(), target.schema()));
        }
        return (value, out) -> {
            Struct row = (Struct) nonNull(value);
            for (FieldWriter writer : writers) {
                writer.write(row, out);
            }
        };
    }

    private static Object nonNull(@Nullable Object value) {
        if (value == null) {
            throw new IllegalStateException("the caller handles null");
        }
        return value;
    }

    private static TidemarkException unsupported(Schema connect, String what) {
        return new TidemarkException(
                Category.FATAL, "cannot write " + describe(connect) + " as Avro: it holds " + what + "; report this");
    }

    static String describe(Schema connect) {
        return connect.name() == null ? connect.type().getName() : connect.name();
    }

    /** Debezium's own block on where a row came from: there, a null means the default (not part of a snapshot). */
    private static boolean isOrigin(Schema connect) {
        return connect.name() != null && connect.name().startsWith("io.debezium.connector.");
    }

    /** One field of a struct, which has it at the same place under the column's own name; {@code Struct.get} would turn a column's null into its default. */
    private record FieldWriter(Field field, boolean keepNull, ValueWriter writer) {

        void write(Struct row, Encoder out) throws IOException {
            writer.write(keepNull ? row.getWithoutDefault(name(row)) : row.get(field), out);
        }

        private String name(Struct row) {
            return row.schema().fields().get(field.index()).name();
        }
    }
}
