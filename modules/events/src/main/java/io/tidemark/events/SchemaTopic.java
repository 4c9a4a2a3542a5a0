package io.tidemark.events;

import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The topic that keeps the text of each schema beside the data: key is the schema's id in decimal, value is the schema as JSON. The
 * capture writes a schema in the transaction of the first record that uses it, or in an earlier one; so a reader that sees a committed
 * record finds its schema here.
 */
public final class SchemaTopic {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Map<String, Object> client;
    private final String topic;

    /**
     * Prepares; nothing is contacted yet.
     *
     * @param client the client configuration, see {@link KafkaSettings#client()}
     * @param topic {@link TopicNames#schemas()}
     */
    public SchemaTopic(Map<String, Object> client, String topic) {
        this.client = new HashMap<>(client);
        this.client.putIfAbsent(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(PATIENCE.toMillis()));
        this.topic = topic;
    }

    /** The record that keeps a schema. */
    public ProducerRecord<byte[], byte[]> record(int id, String text) {
        return new ProducerRecord<>(
                topic, 0, Integer.toString(id).getBytes(StandardCharsets.UTF_8), text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The texts of the schemas that are kept now, by id; empty where there is no such topic.
     *
     * @throws TidemarkException RETRY when Kafka is unavailable, FATAL when it refuses this user or the topic holds something else
     */
    public Map<Integer, String> read() {
        Map<Integer, String> texts = new HashMap<>();
        try (TopicReader reader = new TopicReader(client, PATIENCE)) {
            List<TopicPartition> partitions = reader.partitions(List.of(topic));
            reader.read(reader.beginnings(partitions), reader.ends(partitions), record -> {
                if (record.key() != null && record.value() != null) {
                    texts.put(id(record.key(), record.offset()), new String(record.value(), StandardCharsets.UTF_8));
                }
            });
        }
        return texts;
    }

    private int id(byte[] key, long offset) {
        try {
            return Integer.parseInt(new String(key, StandardCharsets.UTF_8));
        } catch (NumberFormatException e) {
            throw new TidemarkException(
                    Category.FATAL,
                    topic + " offset " + offset
                            + " keeps no schema: only the capture is allowed to write to this topic",
                    e);
        }
    }

    @Override
    public String toString() {
        return topic;
    }
}
