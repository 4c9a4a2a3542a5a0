package io.tidemark.capture.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apicurio.registry.utils.converter.avro.AvroData;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.tidemark.model.TidemarkException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.junit.jupiter.api.Test;

class RecordEncoderTest {

    private static final String TOPIC = "tidemark.public.things";

    /** The Confluent client's own in-memory registry, so that its deserializer reads what was written. */
    private final MockSchemaRegistryClient registry = new MockSchemaRegistryClient(List.of(new AvroSchemaProvider()));

    private final RecordEncoder encoder = new RecordEncoder(this::register);

    @Test
    void every_type_reads_back_as_avro_data_converts_it() {
        Schema schema = everyType();
        Struct struct = filled(schema);
        assertThat(decode(encoder.value(TOPIC, schema, struct))).isEqualTo(expected(schema, struct));
    }

    @Test
    void nulls_read_back_as_nulls() {
        Schema schema = everyType();
        Struct struct = new Struct(schema).put("required", "r").put("defaulted", "d");
        GenericRecord decoded = decode(encoder.value(TOPIC, schema, struct));
        assertThat(decoded.get("text")).isNull();
        assertThat(decoded.get("list")).isNull();
        assertThat(decoded.get("nested")).isNull();
        assertThat(decoded.get("required")).hasToString("r");
    }

    @Test
    void a_null_stays_null_where_the_column_has_a_default() {
        Schema schema = SchemaBuilder.struct()
                .name("WithDefault")
                .field("count", SchemaBuilder.int32().optional().defaultValue(7).build())
                .build();
        assertThat(decode(encoder.value(TOPIC, schema, new Struct(schema))).get("count"))
                .isNull();
        assertThat(decode(encoder.value(TOPIC, schema, new Struct(schema).put("count", 3)))
                        .get("count"))
                .isEqualTo(3);
    }

    @Test
    void a_column_that_avro_cannot_name_has_another_field() {
        SchemaBuilder row = SchemaBuilder.struct()
                .name("t.things.Value")
                .optional()
                .field("id", Schema.INT32_SCHEMA)
                .field(
                        "two words",
                        SchemaBuilder.string().optional().defaultValue("d").build())
                .field("2fa", Schema.STRING_SCHEMA);
        Schema schema = SchemaBuilder.struct()
                .name("t.things.Envelope")
                .field("after", row.build())
                .field("op", Schema.STRING_SCHEMA)
                .build();
        Struct after = new Struct(schema.field("after").schema()).put("id", 1).put("2fa", "x");
        GenericRecord decoded = decode(
                encoder.value(TOPIC, schema, new Struct(schema).put("op", "c").put("after", after)));
        assertThat(decoded.get("after")).hasToString("{\"id\": 1, \"two_x0020_words\": null, \"_x0032_fa\": \"x\"}");
        Schema key = SchemaBuilder.struct()
                .name("t.things.Key")
                .field("the id", Schema.INT64_SCHEMA)
                .build();
        assertThat(decode(encoder.key(TOPIC, key, new Struct(key).put("the id", 7L))))
                .hasToString("{\"the_x0020_id\": 7}");
    }

    @Test
    void the_block_on_a_rows_origin_takes_its_defaults() {
        Schema schema = SchemaBuilder.struct()
                .name("io.debezium.connector.postgresql.Source")
                .field(
                        "snapshot",
                        SchemaBuilder.string().optional().defaultValue("false").build())
                .build();
        assertThat(decode(encoder.value(TOPIC, schema, new Struct(schema))).get("snapshot"))
                .hasToString("false");
    }

    @Test
    void a_missing_required_value_takes_its_default_or_stops() {
        Schema schema = everyType();
        assertThat(decode(encoder.value(TOPIC, schema, new Struct(schema).put("required", "r")))
                        .get("defaulted"))
                .hasToString("fallback");
        assertThatThrownBy(() -> encoder.value(TOPIC, schema, new Struct(schema)))
                .isInstanceOf(TidemarkException.class)
                .hasMessageContaining("REPLICA IDENTITY DEFAULT");
    }

    @Test
    void equal_keys_give_equal_bytes() {
        byte[] first = encoder.key(TOPIC, keySchema(), new Struct(keySchema()).put("id", "a"));
        Schema again = keySchema();
        byte[] second = encoder.key(TOPIC, again, new Struct(again).put("id", "a"));
        assertThat(second).isEqualTo(first);
        assertThat(new RecordEncoder(this::register).key(TOPIC, again, new Struct(again).put("id", "a")))
                .isEqualTo(first);
    }

    @Test
    void a_key_columns_new_default_comment_or_enum_value_leaves_the_bytes_alone() {
        byte[] before = enumKey(io.debezium.data.Enum.builder("a,b").build());
        byte[] after = enumKey(io.debezium.data.Enum.builder("a,b,c")
                .doc("a comment")
                .defaultValue("b")
                .build());
        assertThat(after).isEqualTo(before);
    }

    private byte[] enumKey(Schema column) {
        Schema schema = SchemaBuilder.struct().name("Key").field("id", column).build();
        return encoder.key(TOPIC, schema, new Struct(schema).put("id", "a"));
    }

    @Test
    void a_changed_schema_gets_an_id_of_its_own() {
        Schema before = keySchema();
        Schema after = SchemaBuilder.struct()
                .name("Key")
                .field("id", Schema.STRING_SCHEMA)
                .field("more", Schema.OPTIONAL_STRING_SCHEMA)
                .build();
        byte[] first = encoder.value(TOPIC, before, new Struct(before).put("id", "a"));
        byte[] second = encoder.value(TOPIC, after, new Struct(after).put("id", "a"));
        assertThat(id(second)).isNotEqualTo(id(first));
    }

    private int register(String subject, org.apache.avro.Schema schema) {
        try {
            return registry.register(subject, new AvroSchema(schema));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private GenericRecord decode(byte[] bytes) {
        try (KafkaAvroDeserializer deserializer = new KafkaAvroDeserializer(registry)) {
            return (GenericRecord) deserializer.deserialize(TOPIC, bytes);
        }
    }

    private static Object expected(Schema schema, Struct struct) {
        return new AvroData(10).fromConnectData(schema, struct);
    }

    private static int id(byte[] wire) {
        return ByteBuffer.wrap(wire, 1, Integer.BYTES).getInt();
    }

    private static Schema keySchema() {
        return SchemaBuilder.struct()
                .name("Key")
                .field("id", Schema.STRING_SCHEMA)
                .build();
    }

    private static Schema nested() {
        return SchemaBuilder.struct()
                .name("Nested")
                .field("x", Schema.FLOAT64_SCHEMA)
                .optional()
                .build();
    }

    private static Schema everyType() {
        return SchemaBuilder.struct()
                .name("EveryType")
                .field("required", Schema.STRING_SCHEMA)
                .field(
                        "defaulted",
                        SchemaBuilder.string().defaultValue("fallback").build())
                .field("byte", Schema.OPTIONAL_INT8_SCHEMA)
                .field("short", Schema.OPTIONAL_INT16_SCHEMA)
                .field("int", Schema.OPTIONAL_INT32_SCHEMA)
                .field("long", Schema.OPTIONAL_INT64_SCHEMA)
                .field("float", Schema.OPTIONAL_FLOAT32_SCHEMA)
                .field("double", Schema.OPTIONAL_FLOAT64_SCHEMA)
                .field("boolean", Schema.OPTIONAL_BOOLEAN_SCHEMA)
                .field("text", Schema.OPTIONAL_STRING_SCHEMA)
                .field("bytes", Schema.OPTIONAL_BYTES_SCHEMA)
                .field(
                        "list",
                        SchemaBuilder.array(Schema.OPTIONAL_INT32_SCHEMA)
                                .optional()
                                .build())
                .field(
                        "map",
                        SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.OPTIONAL_STRING_SCHEMA)
                                .optional()
                                .build())
                .field("nested", nested())
                .field("decimal", Decimal.builder(2).optional().build())
                .field(
                        "date",
                        org.apache.kafka.connect.data.Date.builder().optional().build())
                .field("time", Time.builder().optional().build())
                .field("timestamp", Timestamp.builder().optional().build())
                .field(
                        "uuid",
                        SchemaBuilder.string()
                                .name("io.debezium.data.Uuid")
                                .optional()
                                .build())
                .field("day", io.debezium.time.Date.builder().optional().build())
                .field("micros", io.debezium.time.MicroTime.builder().optional().build())
                .field(
                        "zoned",
                        io.debezium.time.ZonedTimestamp.builder().optional().build())
                .field("iso", io.debezium.time.IsoTimestamp.builder().optional().build())
                .field(
                        "interval",
                        io.debezium.time.Interval.builder().optional().build())
                .field("json", io.debezium.data.Json.builder().optional().build())
                .field("enum", io.debezium.data.Enum.builder("a,b").optional().build())
                .build();
    }

    private static Struct filled(Schema schema) {
        return new Struct(schema)
                .put("required", "r")
                .put("defaulted", "given")
                .put("byte", (byte) -1)
                .put("short", (short) 300)
                .put("int", Integer.MIN_VALUE)
                .put("long", Long.MAX_VALUE)
                .put("float", Float.NaN)
                .put("double", Double.NEGATIVE_INFINITY)
                .put("boolean", true)
                .put("text", "grün 🌊")
                .put("bytes", ByteBuffer.wrap(new byte[] {0, -1, 16}))
                .put("list", Arrays.asList(1, null, 3))
                .put("map", Map.of("k", "v"))
                .put("nested", new Struct(nested()).put("x", 1.5))
                .put("decimal", new BigDecimal("12.30"))
                .put("date", Date.from(Instant.ofEpochMilli(86_400_000L)))
                .put("time", Date.from(Instant.ofEpochMilli(1_000L)))
                .put("timestamp", Date.from(Instant.ofEpochMilli(1_700_000_000_123L)))
                .put("uuid", "11111111-2222-3333-4444-555555555555")
                .put("day", Integer.MAX_VALUE)
                .put("micros", 86_400_000_000L)
                .put("zoned", "infinity")
                .put("iso", "-0043-03-15T12:00:00.000000Z")
                .put("interval", "P1Y2M3DT4H5M6.789S")
                .put("json", "{}")
                .put("enum", "a");
    }
}
