package io.tidemark.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.model.TableName;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.change.RowChange;
import io.tidemark.model.change.RowKey;
import io.tidemark.model.mapping.EndMapping;
import io.tidemark.model.mapping.ForeignKeyEdge;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.model.mapping.NodeMapping;
import io.tidemark.model.mapping.PropertyMapping;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RowChangeDecoderTest {

    private static final Schema KEY = new Schema.Parser()
            .parse("{'type':'record','name':'Key','namespace':'t','fields':[{'name':'id','type':'long'}]}"
                    .replace('\'', '"'));
    private static final Schema ENVELOPE = new Schema.Parser().parse("""
                    {'type':'record','name':'Envelope','namespace':'t','fields':[
                      {'name':'before','type':['null',{'type':'record','name':'Value','fields':[
                        {'name':'id','type':'long'},
                        {'name':'name','type':['null','string'],'default':null},
                        {'name':'tags','type':['null',{'type':'array','items':['null','string']}],'default':null},
                        {'name':'gone_at','type':['null',{'type':'string','connect.name':'io.debezium.time.ZonedTimestamp'}],'default':null}
                      ]}],'default':null},
                      {'name':'after','type':['null','Value'],'default':null},
                      {'name':'op','type':'string'},
                      {'name':'ts_ms','type':['null','long'],'default':null}]}""".replace('\'', '"'));
    private static final String TOPIC = "tide.public.accounts";
    private static final TableName ACCOUNTS = TableName.parse("accounts");

    private final RowChangeDecoder decoder = new RowChangeDecoder(
            new Mapping(
                    List.of(new NodeMapping(
                            ACCOUNTS,
                            "Account",
                            "id",
                            List.of(new PropertyMapping("name", "name"), new PropertyMapping("tags", "labels")),
                            "gone_at")),
                    List.of()),
            new TopicNames("tide"),
            id -> switch (id) {
                case 1 -> KEY;
                case 2 -> ENVELOPE;
                default -> throw new TidemarkException(Category.DEAD_LETTER, "no schema " + id);
            });

    private static byte[] bytes(int id, GenericRecord record) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] header = new byte[WireFormat.HEADER_BYTES];
            WireFormat.writeHeader(header, id);
            out.write(header);
            BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
            new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
            return out.toByteArray();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] key(long id) {
        GenericRecord key = new GenericData.Record(KEY);
        key.put("id", id);
        return bytes(1, key);
    }

    private static byte[] envelope(String operation, @Nullable GenericRecord after) {
        GenericRecord envelope = new GenericData.Record(ENVELOPE);
        envelope.put("op", operation);
        envelope.put("after", after);
        return bytes(2, envelope);
    }

    private static GenericRecord row(long id, @Nullable String name, @Nullable Object tags, @Nullable String goneAt) {
        GenericRecord row = new GenericData.Record(
                ENVELOPE.getField("after").schema().getTypes().get(1));
        row.put("id", id);
        row.put("name", name);
        row.put("tags", tags);
        row.put("gone_at", goneAt);
        return row;
    }

    @Test
    void every_kind_of_upsert_carries_exactly_the_mapped_properties() {
        for (String operation : List.of("c", "r", "u")) {
            RowChange change =
                    decoder.decode(TOPIC, key(7), envelope(operation, row(7, "ann", List.of("a", "b"), null)));
            assertThat(change)
                    .isEqualTo(new RowChange.Upsert(
                            ACCOUNTS, RowKey.of(7L), Map.of("name", "ann", "labels", List.of("a", "b"))));
        }
    }

    @Test
    void a_null_column_is_a_null_property() {
        RowChange change = decoder.decode(TOPIC, key(7), envelope("u", row(7, null, null, null)));
        assertThat(((RowChange.Upsert) change).properties())
                .containsEntry("name", null)
                .containsEntry("labels", null);
    }

    @Test
    void an_end_of_several_columns_is_one_value_and_null_where_one_is() {
        NodeMapping place = new NodeMapping(
                TableName.parse("places"), "Place", List.of("no", "town"), List.of(), null, Map.of(), List.of());
        NodeMapping account = new NodeMapping(
                ACCOUNTS,
                "Account",
                List.of("id"),
                List.of(),
                null,
                Map.of(),
                List.of(new ForeignKeyEdge("IS_AT", true, new EndMapping(List.of("id", "name"), "Place"))));
        RowChangeDecoder decoding = new RowChangeDecoder(
                new Mapping(List.of(account, place), List.of()),
                new TopicNames("tide"),
                id -> id == 1 ? KEY : ENVELOPE);
        assertThat(decoding.decode(TOPIC, key(7), envelope("c", row(7, "ann", null, null))))
                .isEqualTo(new RowChange.Upsert(ACCOUNTS, RowKey.of(7L), Map.of("id, name", List.of(7L, "ann"))));
        assertThat(decoding.decode(TOPIC, key(7), envelope("c", row(7, null, null, null))))
                .isEqualTo(new RowChange.Upsert(ACCOUNTS, RowKey.of(7L), Collections.singletonMap("id, name", null)));
    }

    @Test
    void deletes_tombstones_and_soft_deletes_are_deletes() {
        RowChange gone = new RowChange.Delete(ACCOUNTS, RowKey.of(7L));
        assertThat(decoder.decode(TOPIC, key(7), envelope("d", null))).isEqualTo(gone);
        assertThat(decoder.decode(TOPIC, key(7), null)).isEqualTo(gone);
        assertThat(decoder.decode(TOPIC, key(7), envelope("u", row(7, "ann", null, "2026-01-01T00:00:00Z"))))
                .isEqualTo(gone);
    }

    @Test
    void a_column_that_the_record_is_older_than_is_null() {
        Mapping withNewColumns = new Mapping(
                List.of(new NodeMapping(
                        ACCOUNTS,
                        "Account",
                        "id",
                        List.of(new PropertyMapping("name", "name"), new PropertyMapping("motto", "motto")),
                        "banned_at")),
                List.of());
        RowChange change = new RowChangeDecoder(withNewColumns, new TopicNames("tide"), id -> id == 1 ? KEY : ENVELOPE)
                .decode(TOPIC, key(7), envelope("r", row(7, "ann", null, null)));
        assertThat(((RowChange.Upsert) change).properties())
                .containsEntry("name", "ann")
                .containsEntry("motto", null);
    }

    @Test
    void what_can_never_be_decoded_says_why() {
        assertDeadLetter(new byte[] {1, 2, 3}, "not in the Confluent wire format");
        byte[] truncated = java.util.Arrays.copyOf(envelope("c", row(7, "ann", null, null)), 9);
        assertDeadLetter(truncated, "not the Avro its schema describes");
        assertDeadLetter(envelope("t", null), "operation 't'");
        assertDeadLetter(envelope("c", null), "an upsert without its row");
        assertDeadLetter(envelope("c", row(7, ColumnDecoders.UNAVAILABLE, null, null)), "REPLICA IDENTITY FULL");
        assertDeadLetter(
                envelope("c", row(7, "ann", java.util.Arrays.asList("a", null), null)), "array with a null element");
        assertDeadLetter(new byte[] {0, 0, 0, 0, 9, 0}, "no schema 9");
    }

    private void assertDeadLetter(byte[] value, String why) {
        assertThatThrownBy(() -> decoder.decode(TOPIC, key(7), value))
                .isInstanceOfSatisfying(TidemarkException.class, e -> {
                    assertThat(e.category()).isEqualTo(Category.DEAD_LETTER);
                    assertThat(e).hasMessageContaining(why);
                });
    }

    @Test
    void a_record_that_failed_does_not_stand_in_the_way_of_the_next() {
        assertDeadLetter(java.util.Arrays.copyOf(envelope("c", row(7, "ann", null, null)), 9), "not the Avro");
        assertThat(decoder.decode(TOPIC, key(8), envelope("c", row(8, "bob", null, null)))
                        .key())
                .isEqualTo(RowKey.of(8L));
    }
}
