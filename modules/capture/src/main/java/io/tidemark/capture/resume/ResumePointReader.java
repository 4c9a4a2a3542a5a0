package io.tidemark.capture.resume;

import io.tidemark.events.TopicReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Finds the last committed resume point in the progress topic. Its methods throw what {@link TopicReader} throws, too. */
public final class ResumePointReader {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Map<String, Object> client;
    private final TopicPartition progress;

    /**
     * A reader; nothing is contacted yet.
     *
     * @param client how Kafka is reached
     * @param topic the progress topic
     */
    public ResumePointReader(Map<String, Object> client, String topic) {
        this.client = client;
        this.progress = new TopicPartition(topic, 0);
    }

    /**
     * Only the owner of the transactional id may ask, after it has fenced its predecessors: until then a transaction may
     * still be open.
     *
     * @return empty when there is none yet: a snapshot is due
     * @throws io.tidemark.model.TidemarkException FATAL when it cannot be read
     */
    public Optional<ResumePoint> last() {
        try (TopicReader reader = new TopicReader(client, PATIENCE)) {
            return reader.last(progress, ResumePointReader::isResumePoint)
                    .map(record -> ResumePointJson.parse(new String(record.value(), StandardCharsets.UTF_8)));
        }
    }

    /**
     * The offsets of the last records, for topics of which no resume point speaks.
     *
     * @param bounds by topic, for each partition: an offset that none is after; -1 for an empty partition
     */
    public Map<String, List<Long>> lastOffsets(Map<String, List<Long>> bounds) {
        Map<String, List<Long>> exact = new HashMap<>();
        try (TopicReader reader = new TopicReader(client, PATIENCE)) {
            bounds.forEach((topic, partitions) -> {
                List<Long> offsets = new ArrayList<>();
                for (int partition = 0; partition < partitions.size(); partition++) {
                    offsets.add(
                            partitions.get(partition) < 0
                                    ? -1L
                                    : reader.last(new TopicPartition(topic, partition), any -> true)
                                            .map(ConsumerRecord::offset)
                                            .orElse(-1L));
                }
                exact.put(topic, offsets);
            });
        }
        return exact;
    }

    private static boolean isResumePoint(ConsumerRecord<byte[], byte[]> record) {
        return record.key() != null
                && record.value() != null
                && ResumePoint.KEY.equals(new String(record.key(), StandardCharsets.UTF_8));
    }
}
