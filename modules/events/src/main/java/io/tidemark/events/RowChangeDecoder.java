package io.tidemark.events;

import io.tidemark.model.TableName;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.change.RowChange;
import io.tidemark.model.change.RowKey;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.model.mapping.Mapping;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of table topics. Readers are compiled once per schema and keep only mapped columns. Not
 * thread-safe: one per task.
 */
public final class RowChangeDecoder {

    private final Map<String, TopicReaders> topics = new HashMap<>();
    private final WriterSchemas schemas;

    private record TopicReaders(
            ElementMapping element, Map<Integer, KeyReader> keys, Map<Integer, EnvelopeReader> envelopes) {}

    public RowChangeDecoder(Mapping mapping, TopicNames names, WriterSchemas schemas) {
        this.schemas = schemas;
        for (ElementMapping element : mapping.elements()) {
            TableName table = element.table();
            topics.put(names.table(table), new TopicReaders(element, new HashMap<>(), new HashMap<>()));
        }
    }

    /**
     * Decodes one record.
     *
     * @param topic a topic of a mapped table
     * @param key the record's key; null is refused
     * @param value the record's value; null (a tombstone) is a delete
     * @throws TidemarkException DEAD_LETTER when this record can never be decoded or mapped, RETRY when the registry
     *     cannot be asked; the message leaves topic, partition and offset to the caller
     */
    public RowChange decode(String topic, byte @Nullable [] key, byte @Nullable [] value) {
        TopicReaders readers = topics.get(topic);
        if (readers == null) {
            throw new TidemarkException(Category.FATAL, "topic " + topic + " belongs to no mapped table");
        }
        if (key == null) {
            throw new TidemarkException(Category.DEAD_LETTER, "no key: only the capture may write to this topic");
        }
        ElementMapping element = readers.element();
        RowKey rowKey = readers.keys()
                .computeIfAbsent(WireFormat.schemaId(key), id -> new KeyReader(element, schemas.byId(id)))
                .read(key);
        if (value == null) {
            return new RowChange.Delete(element.table(), rowKey);
        }
        return readers.envelopes()
                .computeIfAbsent(WireFormat.schemaId(value), id -> new EnvelopeReader(element, schemas.byId(id)))
                .read(value, rowKey);
    }
}
