package io.tidemark.sink;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** How Streams and its clients are set up. Pure. */
final class StreamsSettings {

    /** A task waits inside a poll while Neo4j is away; the group must not take that for a dead member. */
    private static final Duration LONGEST_OUTAGE_WITHOUT_REBALANCE = Duration.ofMinutes(30);

    /**
     * A sink that died is replaced after this long, also by itself when its supervisor starts it again. The least that brokers accept
     * unless told otherwise ({@code group.min.session.timeout.ms}).
     */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(6);

    /** Two may be lost before a member counts as gone. */
    private static final Duration HEARTBEATS = Duration.ofSeconds(2);

    /** A sink with a name of its own is expected back: a pod takes its time. */
    private static final Duration LONGEST_ABSENCE = Duration.ofSeconds(60);

    /** One attempt; it is tried again for as long as it takes. */
    private static final Duration DEAD_LETTER_TIMEOUT = Duration.ofSeconds(10);

    /** Streams adds the time of day to it. */
    private static final long FOR_EVER_MILLIS = Long.MAX_VALUE / 2;

    private static final int FETCH_BYTES_PER_PARTITION = 4 * 1024 * 1024;
    private static final int RECEIVE_BUFFER_BYTES = 1024 * 1024;

    private StreamsSettings() {}

    static Properties of(SinkSettings settings) {
        Map<String, Object> own = new HashMap<>();
        own.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.applicationId());
        own.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, settings.kafka().bootstrapServers());
        own.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads());
        own.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic");
        // without a broker no commit of offsets goes through: Streams would end the sink after five minutes
        own.put(StreamsConfig.TASK_TIMEOUT_MS_CONFIG, FOR_EVER_MILLIS);
        // offsets in Kafka are for group tools only, the graph decides
        own.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, Duration.ofSeconds(10).toMillis());
        // tables commute: no reason to wait for a quiet one
        own.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, -1L);
        own.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, settings.batchSize());
        consumer(own, ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        consumer(own, ConsumerConfig.MAX_POLL_RECORDS_CONFIG, settings.batchSize());
        consumer(own, ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, (int) LONGEST_OUTAGE_WITHOUT_REBALANCE.toMillis());
        String instance = settings.instance();
        if (instance != null) {
            consumer(own, ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, instance);
        }
        Duration silence = instance == null ? LONGEST_SILENCE : LONGEST_ABSENCE;
        consumer(own, ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, (int) silence.toMillis());
        consumer(own, ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, (int) HEARTBEATS.toMillis());
        consumer(own, ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
        consumer(own, ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES_PER_PARTITION);
        consumer(own, ConsumerConfig.RECEIVE_BUFFER_CONFIG, RECEIVE_BUFFER_BYTES);
        Properties properties = new Properties();
        properties.putAll(settings.kafka().properties());
        properties.putAll(own);
        return properties;
    }

    private static void consumer(Map<String, Object> own, String name, Object value) {
        own.put(StreamsConfig.mainConsumerPrefix(name), value);
    }

    /** The properties of the producer of dead letters: what it says is kept, is. */
    static Map<String, Object> deadLetters(SinkSettings settings) {
        Map<String, Object> properties = settings.kafka().client();
        properties.put(ProducerConfig.CLIENT_ID_CONFIG, settings.applicationId() + "-dead-letters");
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) DEAD_LETTER_TIMEOUT.toMillis());
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) DEAD_LETTER_TIMEOUT.toMillis());
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, DEAD_LETTER_TIMEOUT.toMillis());
        return properties;
    }

    /** The properties of the sink's own admin client. */
    static Map<String, Object> admin(SinkSettings settings) {
        Map<String, Object> properties = settings.kafka().client();
        properties.put(StreamsConfig.CLIENT_ID_CONFIG, settings.applicationId() + "-topics");
        return properties;
    }
}
