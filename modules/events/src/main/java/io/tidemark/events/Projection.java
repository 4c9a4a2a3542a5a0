package io.tidemark.events;

import io.tidemark.model.FieldName;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Reader schemas that keep only what the graph needs, so that Avro skips the rest of a record without building it. */
final class Projection {

    private Projection() {}

    /** The record schema with only the fields of these columns, in the writer's order. */
    static Schema keep(Schema record, Collection<String> columns) {
        Set<String> fields = columns.stream().map(FieldName::of).collect(Collectors.toSet());
        List<Schema.Field> kept = record.getFields().stream()
                .filter(field -> fields.contains(field.name()))
                .map(field -> new Schema.Field(field, field.schema()))
                .toList();
        return Schema.createRecord(record.getName(), record.getDoc(), record.getNamespace(), false, kept);
    }

    /** Debezium's envelope with nothing but {@code op} and, in {@code after}, the given row schema. */
    static Schema envelope(Schema envelope, Schema row) {
        List<Schema.Field> kept = List.of(
                new Schema.Field(
                        "after", Schema.createUnion(Schema.create(Schema.Type.NULL), row), null, Schema.NULL_VALUE),
                new Schema.Field("op", envelope.getField("op").schema()));
        return Schema.createRecord(envelope.getName(), envelope.getDoc(), envelope.getNamespace(), false, kept);
    }

    /** The one type of a nullable field beside null, or the type itself; null for any other union. */
    static @Nullable Schema nonNull(Schema schema) {
        if (schema.getType() != Schema.Type.UNION) {
            return schema;
        }
        List<Schema> types = schema.getTypes().stream()
                .filter(type -> type.getType() != Schema.Type.NULL)
                .toList();
        return types.size() == 1 ? types.get(0) : null;
    }
}
