package io.tidemark.capture.publish;

import io.tidemark.capture.resume.Position;
import io.tidemark.model.position.Lsn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What becomes one Kafka transaction.
 *
 * @param records in the order in which they are written
 * @param boundary the last place between two Postgres transactions in here, if there is one
 * @param position where to go on once it is written
 */
record Segment(List<ProducerRecord<byte[], byte[]>> records, Optional<Boundary> boundary, Position position) {

    /**
     * A place between two Postgres transactions.
     *
     * @param records so many of the segment's records come before it
     * @param lsn every transaction that committed at or before it ends here or earlier
     * @param committedAt when that was, by Postgres' clock
     */
    record Boundary(int records, Lsn lsn, Instant committedAt) {}

    /** Takes what the records list holds now. */
    Segment {
        records = new ArrayList<>(records);
    }

    /** Nothing but a position. */
    static Segment at(Position position) {
        return new Segment(List.of(), Optional.empty(), position);
    }
}
