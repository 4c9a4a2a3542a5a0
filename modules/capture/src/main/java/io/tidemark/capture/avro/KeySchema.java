package io.tidemark.capture.avro;

import io.tidemark.model.FieldName;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;

/**
 * A key's schema, reduced to names (as {@link FieldName} writes them) and types. The schema's id is part of the key's bytes, and those choose the partition
 * and what compaction takes for the same key: a new column default, comment or enum value must not change them.
 */
final class KeySchema {

    private KeySchema() {}

    static Schema of(Schema schema) {
        if (schema.type() != Schema.Type.STRUCT) {
            return schema;
        }
        SchemaBuilder plain = SchemaBuilder.struct().name(schema.name()).version(schema.version());
        for (Field field : schema.fields()) {
            plain.field(FieldName.of(field.name()), plain(field.schema()));
        }
        return plain.build();
    }

    private static Schema plain(Schema column) {
        if (!column.type().isPrimitive()) {
            return column;
        }
        SchemaBuilder plain =
                SchemaBuilder.type(column.type()).name(column.name()).version(column.version());
        return column.isOptional() ? plain.optional().build() : plain.build();
    }
}
