package io.tidemark.capture.avro;

import io.tidemark.model.FieldName;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A change envelope's schema in which every column may be null and none has a default. Whether a column is NOT NULL, and
 * what Postgres fills in, changes in a table's life; Avro readers of old and new records need not know. So adding,
 * dropping and renaming columns, their constraints and defaults, and widening their types are backward compatible;
 * what is left to refuse is a type that no reader could read.
 */
final class ValueSchema {

    private ValueSchema() {}

    /** The schema to write; anything but an envelope is returned as it is. Field order and types stay, and names but for {@link FieldName}. */
    static Schema of(Schema schema) {
        @Nullable Field after = schema.type() == Schema.Type.STRUCT ? schema.field("after") : null;
        if (after == null || after.schema().type() != Schema.Type.STRUCT || schema.field("op") == null) {
            return schema;
        }
        Schema row = row(after.schema());
        SchemaBuilder envelope = SchemaBuilder.struct().name(schema.name()).version(schema.version());
        for (Field field : schema.fields()) {
            boolean holdsRow = field.name().equals("before") || field.name().equals("after");
            envelope.field(field.name(), holdsRow ? row : field.schema());
        }
        return envelope.build();
    }

    private static Schema row(Schema schema) {
        SchemaBuilder row = SchemaBuilder.struct()
                .name(schema.name())
                .version(schema.version())
                .optional();
        for (Field column : schema.fields()) {
            row.field(FieldName.of(column.name()), nullable(column.schema()));
        }
        return row.build();
    }

    private static Schema nullable(Schema column) {
        SchemaBuilder nullable = switch (column.type()) {
            case ARRAY -> SchemaBuilder.array(column.valueSchema());
            case MAP -> SchemaBuilder.map(column.keySchema(), column.valueSchema());
            case STRUCT -> struct(column);
            default -> SchemaBuilder.type(column.type());
        };
        nullable.name(column.name()).version(column.version()).optional();
        if (column.parameters() != null) {
            nullable.parameters(column.parameters());
        }
        return nullable.build();
    }

    private static SchemaBuilder struct(Schema column) {
        SchemaBuilder struct = SchemaBuilder.struct();
        column.fields().forEach(field -> struct.field(field.name(), field.schema()));
        return struct;
    }
}
