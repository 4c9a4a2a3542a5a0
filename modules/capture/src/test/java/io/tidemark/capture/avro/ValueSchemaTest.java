package io.tidemark.capture.avro;

import static org.assertj.core.api.Assertions.assertThat;

import io.apicurio.registry.utils.converter.avro.AvroData;
import io.tidemark.capture.column.ExactColumns;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;

final class ValueSchemaTest {

    private static final int HEADER_BYTES = 5;
    private static final Schema DEFAULTED =
            SchemaBuilder.string().defaultValue("fallback").build();

    /** A table with the key and one more column, as Debezium describes it. */
    private static Schema envelope(String name, Schema column) {
        return envelope(SchemaBuilder.struct()
                .name("t.things.Value")
                .optional()
                .field("id", Schema.INT32_SCHEMA)
                .field(name, column)
                .build());
    }

    private static Schema envelope(Schema row) {
        return SchemaBuilder.struct()
                .name("t.things.Envelope")
                .version(2)
                .field("before", row)
                .field("after", row)
                .field("op", Schema.STRING_SCHEMA)
                .field("ts_ms", Schema.OPTIONAL_INT64_SCHEMA)
                .build();
    }

    private static org.apache.avro.Schema avro(Schema schema) {
        return new AvroData(10).fromConnectSchema(ValueSchema.of(schema));
    }

    private static SchemaCompatibilityType compatible(Schema before, Schema after) {
        return SchemaCompatibility.checkReaderWriterCompatibility(avro(after), avro(before))
                .getType();
    }

    private static void assertCompatible(Schema before, Schema after) {
        assertThat(compatible(before, after)).isEqualTo(SchemaCompatibilityType.COMPATIBLE);
    }

    @Test
    void a_columns_nullness_and_default_do_not_show() {
        org.apache.avro.Schema nullable = avro(envelope("name", Schema.OPTIONAL_STRING_SCHEMA));
        assertThat(avro(envelope("name", Schema.STRING_SCHEMA))).isEqualTo(nullable);
        assertThat(avro(envelope("name", DEFAULTED))).isEqualTo(nullable);
        assertThat(nullable).hasToString("""
                        {'type':'record','name':'Envelope','namespace':'t.things','fields':[\
                        {'name':'before','type':['null',{'type':'record','name':'Value','fields':[\
                        {'name':'id','type':['null','int'],'default':null},\
                        {'name':'name','type':['null','string'],'default':null}],\
                        'connect.name':'t.things.Value'}],'default':null},\
                        {'name':'after','type':['null','Value'],'default':null},\
                        {'name':'op','type':'string'},\
                        {'name':'ts_ms','type':['null','long'],'default':null}],\
                        'connect.version':2,'connect.name':'t.things.Envelope'}""".replace('\'', '"'));
    }

    @Test
    void adding_dropping_and_renaming_columns_is_compatible() {
        Schema name = envelope("name", Schema.STRING_SCHEMA);
        Schema alias = envelope("alias", Schema.STRING_SCHEMA);
        Schema neither = envelope(SchemaBuilder.struct()
                .name("t.things.Value")
                .optional()
                .field("id", Schema.INT32_SCHEMA)
                .build());
        assertCompatible(neither, name);
        assertCompatible(name, neither);
        assertCompatible(name, alias);
    }

    @Test
    void widening_a_type_is_compatible() {
        Schema smallint = envelope("n", Schema.INT16_SCHEMA);
        Schema integer = envelope("n", Schema.INT32_SCHEMA);
        Schema bigint = envelope("n", Schema.OPTIONAL_INT64_SCHEMA);
        assertCompatible(smallint, integer);
        assertCompatible(integer, bigint);
        assertCompatible(envelope("n", Schema.FLOAT32_SCHEMA), envelope("n", Schema.FLOAT64_SCHEMA));
    }

    @Test
    void a_type_that_cannot_be_read_as_the_new_one_is_not_compatible() {
        assertThat(compatible(envelope("n", Schema.STRING_SCHEMA), envelope("n", Schema.INT32_SCHEMA)))
                .isEqualTo(SchemaCompatibilityType.INCOMPATIBLE);
        assertThat(compatible(envelope("n", Schema.INT64_SCHEMA), envelope("n", Schema.INT32_SCHEMA)))
                .isEqualTo(SchemaCompatibilityType.INCOMPATIBLE);
    }

    @Test
    void a_conflict_is_named_with_its_column_and_both_types() {
        Schema text = envelope("n", Schema.STRING_SCHEMA);
        Schema integer = envelope("n", Schema.INT32_SCHEMA);
        assertThat(ColumnConflicts.between(avro(text), avro(integer))).isEqualTo("column n was string and is int now");
        assertThat(ColumnConflicts.between(avro(integer), avro(envelope("n", Schema.INT64_SCHEMA))))
                .isEmpty();
        assertThat(ColumnConflicts.between(avro(text), avro(envelope("m", Schema.INT32_SCHEMA))))
                .isEmpty();
    }

    @Test
    void names_and_parameters_of_types_stay() {
        Schema array = SchemaBuilder.string()
                .name(ExactColumns.ARRAY)
                .version(1)
                .parameter(ExactColumns.ARRAY_ELEMENT, "int4")
                .defaultValue("{}")
                .build();
        Schema column = ValueSchema.of(envelope("tags", array))
                .field("after")
                .schema()
                .field("tags")
                .schema();
        assertThat(column.name()).isEqualTo(array.name());
        assertThat(column.version()).isEqualTo(array.version());
        assertThat(column.parameters()).isEqualTo(array.parameters());
        assertThat(column.isOptional()).isTrue();
        assertThat(column.defaultValue()).isNull();
    }

    @Test
    void nested_types_stay() {
        Schema point =
                SchemaBuilder.struct().name("Point").field("x", DEFAULTED).build();
        Schema list = SchemaBuilder.array(Schema.INT32_SCHEMA).build();
        Schema map =
                SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.STRING_SCHEMA).build();
        for (Schema nested : new Schema[] {point, list, map}) {
            Schema column = ValueSchema.of(envelope("nested", nested))
                    .field("after")
                    .schema()
                    .field("nested")
                    .schema();
            assertThat(column.type()).isEqualTo(nested.type());
            assertThat(avro(envelope("nested", column))).isEqualTo(avro(envelope("nested", nested)));
        }
        assertThat(ValueSchema.of(envelope("nested", point))
                        .field("after")
                        .schema()
                        .field("nested")
                        .schema()
                        .field("x")
                        .schema())
                .isEqualTo(DEFAULTED);
    }

    @Test
    void what_is_no_envelope_stays_as_it_is() {
        Schema plain =
                SchemaBuilder.struct().name("Plain").field("op", DEFAULTED).build();
        assertThat(ValueSchema.of(plain)).isSameAs(plain);
        assertThat(ValueSchema.of(Schema.STRING_SCHEMA)).isSameAs(Schema.STRING_SCHEMA);
    }

    /** Debezium's own schema has columns that are NOT NULL; the old row in the log may be without them. */
    @Test
    void a_row_is_written_with_its_values_and_its_nulls() throws IOException {
        Schema schema = envelope("name", DEFAULTED);
        Schema row = schema.field("after").schema();
        AtomicReference<org.apache.avro.Schema> registered = new AtomicReference<>();
        byte[] bytes = new RecordEncoder((subject, avro) -> {
                    registered.set(avro);
                    return 7;
                })
                .value(
                        "t.things",
                        schema,
                        new Struct(schema)
                                .put("before", new Struct(row).put("id", 1))
                                .put("after", new Struct(row).put("id", 2).put("name", "given"))
                                .put("op", "u"));
        GenericRecord envelope = new GenericDatumReader<GenericRecord>(registered.get())
                .read(
                        null,
                        DecoderFactory.get()
                                .binaryDecoder(
                                        new ByteArrayInputStream(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES),
                                        null));
        assertThat(envelope)
                .hasToString(
                        "{\"before\": {\"id\": 1, \"name\": null}, \"after\": {\"id\": 2, \"name\": \"given\"}, \"op\": \"u\", \"ts_ms\": null}");
    }
}
