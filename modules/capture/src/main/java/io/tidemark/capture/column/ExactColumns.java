package io.tidemark.capture.column;

import io.debezium.connector.postgresql.UnchangedToastedReplicationMessageColumn;
import io.debezium.data.SpecialValueDecimal;
import io.debezium.spi.converter.CustomConverter;
import io.debezium.spi.converter.RelationalColumn;
import io.tidemark.connector.TextColumns;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Types;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Oid;

/**
 * Takes over the column types for which Debezium's own conversion loses or bends values, or gives a snapshot other values
 * than streaming. Named in {@code connectors/debezium.properties}; the engine makes it from its class name.
 *
 * <ul>
 *   <li>{@code date}: days as Debezium's {@code io.debezium.time.Date}, but also right before 1582 and at infinity.
 *   <li>{@code timestamp}: ISO text, {@code io.debezium.time.IsoTimestamp}; microseconds since 1970 in 64 bits end
 *       before Postgres does.
 *   <li>{@code interval}, and domains over it: as Debezium's {@code io.debezium.time.Interval}, with hours beyond 32 bits
 *       ({@link io.tidemark.connector.IntervalText}).
 *   <li>{@code numeric}: text; {@code NaN} and the infinities spelled as Postgres does.
 *   <li>arrays: Postgres' own text, {@code {1,NULL,3}}, named {@link #ARRAY}, with the element's type beside it. No Avro
 *       array holds what a Postgres array can: any number of dimensions, in one column.
 *   <li>the columns of {@link TextColumns}, whatever their type: the text itself, named {@link #TEXT}.
 * </ul>
 */
public final class ExactColumns implements CustomConverter<SchemaBuilder, RelationalColumn> {

    /** The Connect schema name of an array in Postgres' text form. */
    public static final String ARRAY = "io.tidemark.PostgresArray";

    /** The Connect schema name of a value of any type as the text that Postgres writes for it. */
    public static final String TEXT = "io.tidemark.PostgresText";

    /** The schema parameter that holds the type of an array's elements, as {@code pg_type.typname} has it. */
    public static final String ARRAY_ELEMENT = "element";

    /** As {@code unavailable.value.placeholder} in connectors/debezium.properties. */
    public static final String UNAVAILABLE = "\0tidemark: unavailable 8c5f2f0e-7a39-4b5b-9d0a-3f1f2a6f4d11";

    /** The same in a column of bytes; not to be moved. */
    public static final ByteBuffer UNAVAILABLE_BYTES =
            ByteBuffer.wrap(UNAVAILABLE.getBytes(StandardCharsets.UTF_8)).asReadOnlyBuffer();

    private TextColumns texts = TextColumns.of(null);

    @Override
    public void configure(Properties properties) {
        texts = TextColumns.of(properties.getProperty("text"));
    }

    @Override
    public void converterFor(RelationalColumn column, ConverterRegistration<SchemaBuilder> registration) {
        if (texts.contains(column.dataCollection(), column.name())) {
            register(column, registration, SchemaBuilder.string().name(TEXT).version(1), "", text(column));
            return;
        }
        // a domain's name hides what it is; this is the type beneath
        if (column.nativeType() == Oid.INTERVAL) {
            register(
                    column,
                    registration,
                    io.debezium.time.Interval.builder(),
                    PostgresInterval.ZERO,
                    value -> PostgresInterval.text(value.toString()));
            return;
        }
        String type = unqualified(column.typeName());
        switch (type) {
            case "date" -> register(column, registration, io.debezium.time.Date.builder(), 0, PostgresTime::epochDay);
            case "timestamp" ->
                register(
                        column,
                        registration,
                        io.debezium.time.IsoTimestamp.builder(),
                        "1970-01-01T00:00:00.000000Z",
                        PostgresTime::isoTimestamp);
            case "numeric" -> register(column, registration, SchemaBuilder.string(), "0", ExactColumns::numeric);
            default -> {
                if (column.jdbcType() == Types.ARRAY && type.startsWith("_")) {
                    SchemaBuilder schema =
                            SchemaBuilder.string().name(ARRAY).version(1).parameter(ARRAY_ELEMENT, type.substring(1));
                    register(column, registration, schema, "{}", ExactColumns::array);
                }
            }
        }
    }

    /** A snapshot makes numbers even of the texts that {@link SnapshotTexts} selects. */
    private static Function<Object, Object> text(RelationalColumn column) {
        return switch (column.nativeType()) {
            case Oid.MONEY -> value -> value instanceof BigDecimal money ? money(money) : value.toString();
            case Oid.NUMERIC -> ExactColumns::numeric;
            default -> Object::toString;
        };
    }

    /** As Postgres writes it where {@code lc_monetary} is {@code C}. */
    private static String money(BigDecimal money) {
        return new DecimalFormat("$#,##0.00", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(money);
    }

    /** A snapshot names a type outside of the search path {@code "schema"."name"}, the log does not: they are one type. */
    private static String unqualified(String type) {
        int dot = type.lastIndexOf('.');
        String name = dot < 0 ? type : type.substring(dot + 1);
        return name.startsWith("\"") && name.endsWith("\"") && name.length() > 1
                ? name.substring(1, name.length() - 1)
                : name;
    }

    /**
     * @param absent stands in for the value of a required column that the log does not hold (the old row of a delete,
     *     besides its key), as Debezium does for its own types
     */
    private static void register(
            RelationalColumn column,
            ConverterRegistration<SchemaBuilder> registration,
            SchemaBuilder schema,
            Object absent,
            Function<Object, Object> conversion) {
        boolean optional = column.isOptional();
        registration.register(optional ? schema.optional() : schema, value -> {
            if (value == null) {
                return optional ? null : absent;
            }
            return isUnavailable(value) ? (absent instanceof String ? UNAVAILABLE : null) : conversion.apply(value);
        });
    }

    private static boolean isUnavailable(@Nullable Object value) {
        return UnchangedToastedReplicationMessageColumn.isUnchangedToastedValue(value);
    }

    private static Object array(Object value) {
        if (value instanceof java.util.Collection<?> ofDefault) {
            return ofDefault.stream().map(ExactColumns::element).collect(Collectors.joining(",", "{", "}"));
        }
        return value.toString();
    }

    /** Only for a column's default, which comes as a list. */
    private static String element(@Nullable Object value) {
        if (value == null || value instanceof Number) {
            return String.valueOf(value).toUpperCase(Locale.ROOT);
        }
        return '"' + value.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static Object numeric(Object value) {
        if (value instanceof SpecialValueDecimal decimal) {
            return decimal.getDecimalValue()
                    .map(BigDecimal::toPlainString)
                    .orElseGet(() -> special(decimal.toDouble()));
        }
        return value instanceof BigDecimal decimal ? decimal.toPlainString() : value.toString();
    }

    private static String special(double value) {
        return Double.toString(value);
    }
}
