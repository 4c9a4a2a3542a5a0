package io.tidemark.e2e.capture;

import io.tidemark.e2e.fixture.TableTopics;
import io.tidemark.e2e.fixture.TestPipeline;
import io.tidemark.events.WireFormat;
import io.tidemark.events.WriterSchemas;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Asks for refreshes, and reads the topics' envelopes as anybody would. */
final class Reread {

    private final TableTopics topics;
    private final WriterSchemas schemas;

    /** An envelope and the schema it was written with. */
    record Envelope(int schemaId, GenericRecord value) {

        String operation() {
            return value.get("op").toString();
        }

        GenericRecord after() {
            return (GenericRecord) value.get("after");
        }
    }

    Reread(TestPipeline pipeline) {
        this.topics = new TableTopics(pipeline.settings());
        this.schemas = WriterSchemas.of(pipeline.settings().registry().connect());
    }

    /** The statement that asks; quotes in the request may be single ones. */
    static String statement(String request) {
        return "select pg_logical_emit_message(true, 'tidemark.refresh', $$" + request.replace('\'', '"') + "$$)";
    }

    /** A table's committed envelopes so far, in the order of each partition. */
    List<Envelope> envelopes(String table) {
        return topics.records(table).stream()
                .filter(record -> record.value() != null)
                .map(ConsumerRecord::value)
                .map(this::decode)
                .toList();
    }

    /** Envelopes that a refresh wrote for rows that were there: they have no place in the log. */
    List<Envelope> reread(String table) {
        return envelopes(table).stream()
                .filter(envelope -> envelope.operation().equals("r")
                        && ((GenericRecord) envelope.value().get("source")).get("lsn") == null)
                .toList();
    }

    /** By key, a column of the last row that a topic holds; for topics without deletes. */
    Map<String, String> latest(String table, String key, String column) {
        Map<String, String> latest = new HashMap<>();
        for (Envelope envelope : envelopes(table)) {
            GenericRecord row = envelope.after();
            latest.put(row.get(key).toString(), row.get(column).toString());
        }
        return latest;
    }

    private Envelope decode(byte[] bytes) {
        int id = WireFormat.schemaId(bytes);
        try {
            return new Envelope(
                    id,
                    new GenericDatumReader<GenericRecord>(schemas.byId(id))
                            .read(
                                    null,
                                    DecoderFactory.get()
                                            .binaryDecoder(
                                                    bytes,
                                                    WireFormat.HEADER_BYTES,
                                                    bytes.length - WireFormat.HEADER_BYTES,
                                                    null)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
