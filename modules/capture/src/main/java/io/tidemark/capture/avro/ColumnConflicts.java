package io.tidemark.capture.avro;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.jspecify.annotations.Nullable;

/** Names the columns for which a registry refuses a schema; its own reason often names only the record around them. Pure. */
final class ColumnConflicts {

    private ColumnConflicts() {}

    /**
     * The columns whose old values cannot be read as the new type, with both types.
     *
     * @return empty when there is no such column or the schemas are no envelopes
     */
    static String between(Schema before, Schema after) {
        @Nullable Schema oldRow = row(before);
        @Nullable Schema newRow = row(after);
        if (oldRow == null || newRow == null) {
            return "";
        }
        return newRow.getFields().stream()
                .map(column -> conflict(oldRow.getField(column.name()), column))
                .filter(Objects::nonNull)
                .collect(Collectors.joining(", "));
    }

    private static @Nullable String conflict(Schema.@Nullable Field before, Schema.Field after) {
        if (before == null
                || SchemaCompatibility.checkReaderWriterCompatibility(after.schema(), before.schema())
                                .getType()
                        == SchemaCompatibilityType.COMPATIBLE) {
            return null;
        }
        return "column " + after.name() + " was " + type(before.schema()) + " and is " + type(after.schema()) + " now";
    }

    private static String type(Schema schema) {
        return branches(schema).stream()
                .filter(branch -> branch.getType() != Schema.Type.NULL)
                .map(Schema::getName)
                .collect(Collectors.joining(" or "));
    }

    private static @Nullable Schema row(Schema envelope) {
        Schema.Field before = envelope.getType() == Schema.Type.RECORD ? envelope.getField("before") : null;
        if (before == null) {
            return null;
        }
        return branches(before.schema()).stream()
                .filter(branch -> branch.getType() == Schema.Type.RECORD)
                .findFirst()
                .orElse(null);
    }

    private static List<Schema> branches(Schema schema) {
        return schema.getType() == Schema.Type.UNION ? schema.getTypes() : List.of(schema);
    }
}
