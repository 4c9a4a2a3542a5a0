package io.tidemark.capture.publish;

import io.tidemark.capture.resume.Position;
import io.tidemark.model.position.Lsn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What becomes one Kafka transaction.
 *
 * @param records in the order in which they are written
 * @param boundary the last place between two Postgres transactions in here, if there is one
 * @param position where to resume once it is written
 * @param schemas what the schema topic must hold no later than the records
 */
public record Segment(
        List<ProducerRecord<byte[], byte[]>> records,
        Optional<Boundary> boundary,
        Position position,
        List<ProducerRecord<byte[], byte[]>> schemas) {

    /**
     * A place between two Postgres transactions.
     *
     * @param records so many of the segment's records come before it
     * @param lsn every transaction that committed at or before it ends here or earlier
     * @param committedAt when that was, by Postgres' clock
     */
    public record Boundary(int records, Lsn lsn, Instant committedAt) {}

    /** Takes what the records list holds now. */
    public Segment {
        records = new ArrayList<>(records);
        schemas = List.copyOf(schemas);
    }

    /** One whose schemas are all known. */
    public Segment(List<ProducerRecord<byte[], byte[]>> records, Optional<Boundary> boundary, Position position) {
        this(records, boundary, position, List.of());
    }

    Segment with(List<ProducerRecord<byte[], byte[]>> moreSchemas) {
        return moreSchemas.isEmpty() ? this : new Segment(records, boundary, position, moreSchemas);
    }

    /** Nothing but a position. */
    static Segment at(Position position) {
        return new Segment(List.of(), Optional.empty(), position);
    }

    /** Row changes by table topic; a delete, which is followed by a tombstone, counts once. */
    public Map<String, Long> changes() {
        Map<String, Long> changes = new HashMap<>();
        for (ProducerRecord<byte[], byte[]> record : records) {
            if (record.value() != null) {
                changes.merge(record.topic(), 1L, Long::sum);
            }
        }
        return changes;
    }
}
