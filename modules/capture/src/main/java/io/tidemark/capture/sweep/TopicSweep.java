package io.tidemark.capture.sweep;

import io.tidemark.events.TopicReader;
import io.tidemark.events.WriterSchemas;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes the keys that a table's topic holds although Postgres does not: those whose latest record is older than a
 * limit and no tombstone. After {@code TRUNCATE} the limit is the end, after a snapshot that had to start again it is
 * where that snapshot began.
 *
 * <p>Memory is bounded whatever the topic holds (about 40 MB): as many keys at a time as fit, and one pass over the
 * partition for each such share, about 500,000 keys. Then the keys to delete are read once more, for their rows. Not
 * thread-safe; nothing is kept between calls.
 */
public final class TopicSweep {

    private static final Logger LOG = LoggerFactory.getLogger(TopicSweep.class);

    /** How many keys are kept in one pass; they take 24 MB. */
    private static final int KEYS_AT_A_TIME = 500_000;

    /** How many keys are handed over at a time. */
    private static final int KEYS_IN_A_CHUNK = 2_000;

    private static final int FETCH_BYTES = 4 * 1024 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Map<String, Object> client = new HashMap<>();
    private final WriterSchemas schemas;
    private final int keysAtATime;
    private final int keysInAChunk;
    private final Duration patience;

    /**
     * Prepares; nothing is contacted yet.
     *
     * @param kafkaClientProperties what every Kafka client is given; may hold secrets
     * @param schemas the schemas that the topic's records were written with
     */
    public TopicSweep(Map<String, Object> kafkaClientProperties, WriterSchemas schemas) {
        this(kafkaClientProperties, schemas, KEYS_AT_A_TIME, KEYS_IN_A_CHUNK, PATIENCE);
    }

    TopicSweep(
            Map<String, Object> clientProperties,
            WriterSchemas schemas,
            int keysAtATime,
            int keysInAChunk,
            Duration patience) {
        client.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        client.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
        client.putAll(clientProperties);
        this.schemas = schemas;
        this.keysAtATime = keysAtATime;
        this.keysInAChunk = keysInAChunk;
        this.patience = patience;
    }

    /**
     * Finds the keys to delete and hands over their deletes: for each key the envelope with the row as the topic last had
     * it, then the tombstone, with the key's bytes and partition unchanged. The envelope has no {@code transaction} block
     * and no {@code source.txId}: no transaction of Postgres is behind it.
     *
     * <p>Calling it again after any failure is harmless, provided the ends are then read again: keys that were swept
     * before end in tombstones.
     *
     * @param limits for each partition: keys whose latest record has a smaller offset are deleted
     * @param ends for each partition: what is read ends before this offset. Everything before it must be committed or
     *     aborted; only the caller may write to the topic until this call is over
     * @param chunks takes, on the calling thread, lists of at most 2,000 keys and about 4 MB; what it throws leaves this
     *     call
     * @throws TidemarkException RETRY when Kafka or the registry is unavailable (the interrupt flag is set when it was an
     *     interrupt), FATAL for a record that cannot be read
     */
    public void run(
            String topic, List<Long> limits, List<Long> ends, Consumer<List<ProducerRecord<byte[], byte[]>>> chunks) {
        if (limits.size() != ends.size()) {
            throw new IllegalArgumentException(limits.size() + " limits for " + ends.size() + " partitions");
        }
        LatestByKey latest = new LatestByKey(keysAtATime);
        Chunk chunk = new Chunk(keysInAChunk, chunks);
        DeleteEnvelopes deletes = new DeleteEnvelopes(schemas);
        try (TopicReader reader = new TopicReader(client, patience)) {
            for (int i = 0; i < ends.size(); i++) {
                TopicPartition partition = new TopicPartition(topic, i);
                new Sweep(reader, partition, Math.min(limits.get(i), ends.get(i)), ends.get(i), latest, deletes, chunk)
                        .run();
            }
        }
        chunk.handOver();
    }

    /** The sweep of one partition. */
    private record Sweep(
            TopicReader reader,
            TopicPartition partition,
            long limit,
            long end,
            LatestByKey latest,
            DeleteEnvelopes deletes,
            Chunk chunk) {

        void run() {
            long begin = reader.beginnings(List.of(partition)).getOrDefault(partition, 0L);
            if (begin >= limit) {
                return;
            }
            long[] ghosts = {};
            latest.start();
            do {
                read(begin, end, record -> latest.put(key(record), record.offset(), record.value() == null));
                ghosts = join(ghosts, latest.liveBefore(limit));
                if (ghosts.length >= latest.maxKeys()) {
                    delete(ghosts);
                    ghosts = new long[0];
                }
            } while (latest.next());
            delete(ghosts);
        }

        private void read(long from, long to, Consumer<ConsumerRecord<byte[], byte[]>> visitor) {
            reader.read(Map.of(partition, from), Map.of(partition, to), visitor);
        }

        private static long[] join(long[] some, long[] more) {
            long[] all = Arrays.copyOf(some, some.length + more.length);
            System.arraycopy(more, 0, all, some.length, more.length);
            Arrays.sort(all);
            return all;
        }

        /** One that is no longer where it was has been compacted away: its key has a newer record. */
        private void delete(long[] ghosts) {
            if (ghosts.length > 0) {
                read(ghosts[0], ghosts[ghosts.length - 1] + 1, record -> {
                    if (Arrays.binarySearch(ghosts, record.offset()) >= 0) {
                        chunk.add(record, envelope(record));
                    }
                });
            }
        }

        private Optional<byte[]> envelope(ConsumerRecord<byte[], byte[]> record) {
            try {
                return deletes.of(record.value(), Instant.now());
            } catch (TidemarkException e) {
                if (e.category() != Category.DEAD_LETTER) {
                    throw e;
                }
                LOG.warn(
                        "{} offset {} cannot be read ({}): its key gets a tombstone without a delete before it",
                        partition,
                        record.offset(),
                        e.getMessage());
                return Optional.empty();
            }
        }

        private byte[] key(ConsumerRecord<byte[], byte[]> record) {
            byte[] key = record.key();
            if (key == null) {
                throw new TidemarkException(
                        Category.FATAL,
                        partition + " offset " + record.offset()
                                + " cannot be swept: no key: only the capture may write to this topic");
            }
            return key;
        }
    }
}
