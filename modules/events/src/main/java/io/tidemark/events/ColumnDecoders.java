package io.tidemark.events;

import io.tidemark.model.mapping.VectorIndex;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Chooses a column's decoder by what its Avro schema says: the name that Debezium gave the type, else the Avro type.
 *
 * @see <a href="https://debezium.io/documentation/reference/3.6/connectors/postgresql.html#postgresql-data-types">Debezium's
 *     types</a>
 */
final class ColumnDecoders {

    /**
     * What the capture has Debezium send for a TOASTed value that the log does not hold
     * ({@code unavailable.value.placeholder} in connectors/debezium.properties). No text in Postgres can hold a NUL, so
     * nobody can choose this as a name.
     */
    static final String UNAVAILABLE = "\0tidemark: unavailable 8c5f2f0e-7a39-4b5b-9d0a-3f1f2a6f4d11";

    private static final ByteBuffer UNAVAILABLE_BYTES = ByteBuffer.wrap(UNAVAILABLE.getBytes(StandardCharsets.UTF_8));

    private static final String ARRAY = "io.tidemark.PostgresArray";

    /** Values that the capture has written as Postgres' text: of a column that is mapped so, of any type, and of an array. */
    private static final Set<String> TEXTS = Set.of("io.tidemark.PostgresText", ARRAY);

    private static final String NO_COUNTERPART = ", which has no counterpart in the graph";

    private ColumnDecoders() {}

    static ColumnDecoder of(Schema schema) {
        Schema type = Projection.nonNull(schema);
        if (type == null) {
            return refuse("its Avro type is a union" + NO_COUNTERPART);
        }
        String name = type.getProp("connect.name");
        return switch (name == null ? "" : name) {
            case "io.debezium.time.Date" -> value -> Temporals.date(integer(value));
            case "io.debezium.time.Time" -> value -> Temporals.time(integer(value) * 1_000);
            case "io.debezium.time.MicroTime" -> value -> Temporals.time(integer(value));
            case "io.debezium.time.Timestamp" -> value -> Temporals.timestampOfMillis(integer(value));
            case "io.debezium.time.MicroTimestamp" -> value -> Temporals.timestamp(integer(value));
            case "io.debezium.time.ZonedTimestamp" -> value -> Temporals.zonedTimestamp(text(value));
            case "io.debezium.time.IsoTimestamp" -> value -> Temporals.isoTimestamp(text(value));
            case ARRAY -> arrayText(type);
            case "io.debezium.time.Interval" -> value -> Intervals.parse(text(value));
            default -> ofAvro(type);
        };
    }

    /** The decoder of a column that is mapped as text. */
    static ColumnDecoder ofText(Schema schema) {
        Schema type = Projection.nonNull(schema);
        return type != null && TEXTS.contains(String.valueOf(type.getProp("connect.name")))
                ? ColumnDecoders::text
                : refuse(
                        "it was captured before it was mapped as text or vector; ./tidemark reconcile backfill reads the row again");
    }

    /** The decoder of a column that has a vector index: its text, as numbers. */
    static ColumnDecoder ofVector(Schema schema, VectorIndex index) {
        ColumnDecoder text = ofText(schema);
        return value -> {
            List<Double> numbers = numbers(text.decode(value).toString());
            if (numbers.size() != index.dimensions()) {
                throw new UnmappableValueException(index.mismatch(numbers.size()));
            }
            return numbers;
        };
    }

    /** An array's text, or a pgvector's, which is written in square brackets. */
    private static List<Double> numbers(String text) {
        boolean ofPgvector = text.startsWith("[") && text.indexOf('{') < 0;
        String array = ofPgvector ? "{" + text.substring(1, text.length() - 1) + "}" : text;
        return ArrayText.elements(array).stream().map(Double::valueOf).toList();
    }

    private static ColumnDecoder ofAvro(Schema type) {
        return switch (type.getType()) {
            case BOOLEAN -> value -> value;
            case INT, LONG -> ColumnDecoders::integer;
            case FLOAT, DOUBLE -> value -> ((Number) value).doubleValue();
            case STRING, ENUM -> ColumnDecoders::text;
            case BYTES -> ColumnDecoders::bytes;
            case ARRAY -> list(of(type.getElementType()));
            default -> refuse("its Avro type is " + type.getType() + NO_COUNTERPART);
        };
    }

    private static long integer(Object value) {
        return ((Number) value).longValue();
    }

    private static String text(Object value) {
        String text = value.toString();
        if (text.equals(UNAVAILABLE)) {
            throw unavailable();
        }
        return text;
    }

    private static byte[] bytes(Object value) {
        ByteBuffer buffer = (ByteBuffer) value;
        if (buffer.equals(UNAVAILABLE_BYTES)) {
            throw unavailable();
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static UnmappableValueException unavailable() {
        return new UnmappableValueException(
                "its TOASTed value is not in the log: ./tidemark reconcile repair reads the row again; a source other than the"
                        + " capture needs REPLICA IDENTITY FULL");
    }

    private static ColumnDecoder arrayText(Schema type) {
        Object parameters = type.getObjectProp("connect.parameters");
        String element = parameters instanceof Map<?, ?> map ? String.valueOf(map.get("element")) : "text";
        Function<String, Object> reader = ElementTexts.reader(element);
        return value -> ArrayText.elements(text(value)).stream().map(reader).toList();
    }

    private static ColumnDecoder list(ColumnDecoder elements) {
        return value -> {
            Collection<? extends @Nullable Object> collection = (Collection<?>) value;
            List<Object> list = new ArrayList<>(collection.size());
            for (@Nullable Object element : collection) {
                if (element == null) {
                    throw new UnmappableValueException("Neo4j cannot store an array with a null element");
                }
                list.add(elements.decode(element));
            }
            return list;
        };
    }

    private static ColumnDecoder refuse(String why) {
        return value -> {
            throw new UnmappableValueException(why);
        };
    }
}
