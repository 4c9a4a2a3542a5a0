package io.tidemark.capture.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.events.WireFormat;
import io.tidemark.events.WriterSchemas;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;

final class DeleteEnvelopesTest {

    private static final Path CONTRACT = Path.of("../../schemas/avro/public.follows-value.avsc");
    private static final int ID = 7;
    private static final Instant NOW = Instant.ofEpochMilli(1_700_000_000_123L);

    private final Schema schema = contract();
    private final WriterSchemas schemas = id -> {
        if (id == ID) {
            return schema;
        }
        throw new TidemarkException(Category.DEAD_LETTER, "no schema " + id);
    };
    private final DeleteEnvelopes deletes = new DeleteEnvelopes(schemas);

    private static Schema contract() {
        try {
            return new Schema.Parser().parse(Files.readString(CONTRACT));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Schema branch(Schema.Field field) {
        return field.schema().getTypes().stream()
                .filter(type -> type.getType() == Schema.Type.RECORD)
                .findFirst()
                .orElseThrow();
    }

    private GenericRecord insert() {
        GenericRecord row = new GenericData.Record(branch(schema.getField("before")));
        row.put("follower_id", "a");
        row.put("following_id", "b");
        row.put("created_at", "2020-01-01T00:00:00Z");
        GenericRecord source = new GenericData.Record(schema.getField("source").schema());
        for (String text : new String[] {"version", "connector", "name", "db", "schema", "table"}) {
            source.put(text, text);
        }
        source.put("ts_ms", 1L);
        source.put("snapshot", "last");
        source.put("sequence", "[1,2]");
        source.put("txId", 700L);
        source.put("lsn", 800L);
        source.put("xmin", 900L);
        GenericRecord transaction = new GenericData.Record(branch(schema.getField("transaction")));
        transaction.put("id", "700:800");
        transaction.put("total_order", 1L);
        transaction.put("data_collection_order", 1L);
        GenericRecord envelope = new GenericData.Record(schema);
        envelope.put("after", row);
        envelope.put("source", source);
        envelope.put("transaction", transaction);
        envelope.put("op", "c");
        envelope.put("ts_ms", 1L);
        return envelope;
    }

    private static byte[] bytes(GenericRecord record) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] header = new byte[WireFormat.HEADER_BYTES];
            WireFormat.writeHeader(header, ID);
            out.write(header);
            BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
            new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
            return out.toByteArray();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private GenericRecord read(byte[] bytes) throws IOException {
        assertThat(WireFormat.schemaId(bytes)).isEqualTo(ID);
        return new GenericDatumReader<GenericRecord>(schema)
                .read(
                        null,
                        DecoderFactory.get()
                                .binaryDecoder(
                                        bytes, WireFormat.HEADER_BYTES, bytes.length - WireFormat.HEADER_BYTES, null));
    }

    @Test
    void the_row_becomes_the_old_row_and_no_transaction_stands_behind_it() throws IOException {
        GenericRecord delete = read(deletes.of(bytes(insert()), NOW).orElseThrow());
        assertThat(delete.get("before")).hasToString(insert().get("after").toString());
        assertThat(delete.get("after")).isNull();
        assertThat(delete.get("op")).hasToString("d");
        assertThat(delete.get("ts_ms")).isEqualTo(NOW.toEpochMilli());
        assertThat(delete.get("transaction")).isNull();
        GenericRecord source = (GenericRecord) delete.get("source");
        for (String none : new String[] {"txId", "lsn", "xmin", "sequence", "origin", "origin_lsn"}) {
            assertThat(source.get(none)).as(none).isNull();
        }
        assertThat(source.get("snapshot")).hasToString("false");
        assertThat(source.get("ts_ms")).isEqualTo(NOW.toEpochMilli());
        assertThat(source.get("table")).hasToString("table");
    }

    @Test
    void a_delete_needs_no_other() {
        byte[] delete = deletes.of(bytes(insert()), NOW).orElseThrow();
        assertThat(deletes.of(delete, NOW)).isEmpty();
    }

    @Test
    void what_is_no_envelope_is_refused() {
        byte[] whole = bytes(insert());
        byte[] unknown = whole.clone();
        unknown[4] = 9;
        byte[] notOurs = "not a record of ours".getBytes(StandardCharsets.UTF_8);
        for (byte[] bad : new byte[][] {Arrays.copyOf(whole, whole.length - 9), unknown, notOurs, {}}) {
            assertThatThrownBy(() -> deletes.of(bad, NOW))
                    .isInstanceOfSatisfying(
                            TidemarkException.class,
                            e -> assertThat(e.category()).isEqualTo(Category.DEAD_LETTER));
        }
        GenericRecord row = (GenericRecord) insert().get("after");
        assertThatThrownBy(() -> new DeleteEnvelopes(id -> row.getSchema()).of(bytes(row), NOW))
                .isInstanceOf(TidemarkException.class)
                .hasMessageContaining("no Debezium envelope");
    }
}
