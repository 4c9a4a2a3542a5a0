package io.tidemark.events;

import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;

/**
 * Schemas from where they are kept beside the data; only one that is not there is asked for elsewhere. What is kept is read again
 * for each id that is not known yet, so that a failure which is retried finds what has become visible meanwhile. Thread-safe.
 */
final class KeptSchemas implements WriterSchemas {

    private final Supplier<Map<Integer, String>> kept;
    private final String place;
    private final WriterSchemas others;
    private final Map<Integer, Schema> known = new HashMap<>();

    KeptSchemas(SchemaTopic topic, WriterSchemas others) {
        this(topic::read, topic.toString(), others);
    }

    /**
     * Schemas from one place, else from another.
     *
     * @param kept reads the texts that are kept now
     * @param place where that is, for messages
     * @param others asked for what is not kept
     */
    KeptSchemas(Supplier<Map<Integer, String>> kept, String place, WriterSchemas others) {
        this.kept = kept;
        this.place = place;
        this.others = others;
    }

    @Override
    public Schema byId(int id) {
        synchronized (known) {
            Schema schema = known.get(id);
            if (schema != null) {
                return schema;
            }
            String text = kept.get().get(id);
            if (text != null) {
                Schema parsed = parse(id, text);
                known.put(id, parsed);
                return parsed;
            }
        }
        return others.byId(id);
    }

    /** Leniently where the registry's client is, too: what was written once is read. */
    private Schema parse(int id, String text) {
        try {
            Schema.Parser parser = new Schema.Parser();
            parser.setValidateDefaults(false);
            return parser.parse(text);
        } catch (SchemaParseException e) {
            throw new TidemarkException(
                    Category.FATAL,
                    "schema " + id + " in " + place + " is not an Avro schema: only the capture is allowed to write to"
                            + " this topic",
                    e);
        }
    }
}
