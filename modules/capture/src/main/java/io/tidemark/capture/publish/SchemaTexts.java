package io.tidemark.capture.publish;

import io.tidemark.capture.avro.RecordEncoder;
import io.tidemark.events.SchemaTopic;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.SchemaParseException;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The texts that the schema topic does not hold yet of the schemas that one session's records use. They are written in the
 * transaction of the first record that uses them, see {@link SchemaTopic}. Used by one thread.
 */
public final class SchemaTexts {

    private final SchemaTopic topic;
    private final Map<Integer, String> kept;
    private final Map<Integer, String> pending;

    /**
     * Starts a session.
     *
     * @param kept what the topic holds, by schema id
     * @param pending what is written to it with the first segment, whether a record uses it or not
     */
    public SchemaTexts(SchemaTopic topic, Map<Integer, String> kept, Map<Integer, String> pending) {
        this.topic = topic;
        this.kept = new HashMap<>(kept);
        this.pending = new HashMap<>(pending);
    }

    /**
     * What must be written no later than the records that were encoded so far.
     *
     * @throws TidemarkException FATAL when another schema is kept under an id that the registry now gives
     */
    List<ProducerRecord<byte[], byte[]>> missing(RecordEncoder encoder) {
        encoder.takeUsed().forEach(this::use);
        return pending.entrySet().stream()
                .map(schema -> topic.record(schema.getKey(), schema.getValue()))
                .toList();
    }

    /** What {@link #missing} said last is in Kafka. */
    void written() {
        kept.putAll(pending);
        pending.clear();
    }

    private void use(int id, Schema schema) {
        String before = kept.getOrDefault(id, pending.get(id));
        String text = schema.toString();
        if (text.equals(before)) {
            return;
        }
        if (before != null && !isSame(before, schema)) {
            throw new TidemarkException(
                    Category.FATAL,
                    "the schema registry gives id " + id + " to " + schema.getFullName() + ", but " + topic
                            + " holds another schema under this id, with which records were written: restore the registry"
                            + " with the ids it had, or move to another prefix (./tidemark move --to PREFIX)");
        }
        pending.put(id, text);
    }

    /** Whether both read the same bytes in the same way. */
    private static boolean isSame(String before, Schema schema) {
        try {
            Schema.Parser parser = new Schema.Parser();
            parser.setValidateDefaults(false);
            return SchemaNormalization.toParsingForm(parser.parse(before))
                    .equals(SchemaNormalization.toParsingForm(schema));
        } catch (SchemaParseException e) {
            return false;
        }
    }
}
