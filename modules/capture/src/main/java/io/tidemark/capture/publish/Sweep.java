package io.tidemark.capture.publish;

import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Deletes the keys that a table topic still holds though Postgres does not. */
@FunctionalInterface
public interface Sweep {

    /**
     * Hands over a delete and a tombstone for every key whose latest record is old and no tombstone. Doing it again, after
     * a part was written, does the rest.
     *
     * @param topic a table topic
     * @param below for each partition: records with a smaller offset are old
     * @param end for each partition: it is read up to here, exclusive
     * @param chunks takes a part of the deletes; what it throws leaves this call
     * @throws io.tidemark.model.TidemarkException RETRY when Kafka or the registry is unavailable
     */
    void run(String topic, List<Long> below, List<Long> end, Consumer<List<ProducerRecord<byte[], byte[]>>> chunks);
}
