package io.tidemark.console.status;

import io.tidemark.events.KafkaAdmin;
import io.tidemark.events.KafkaSettings;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Kafka's clients with the patience of somebody who looks every second. */
final class KafkaClients {

    private static final int REQUEST_MILLIS = 2_000;
    private static final int CALL_MILLIS = 2_000;
    private static final int FETCH_WAIT_MILLIS = 50;
    private static final int FETCH_BYTES_PER_PARTITION = 128 * 1024;

    private KafkaClients() {}

    static Admin admin(KafkaSettings kafka) {
        return KafkaAdmin.open(impatient(kafka));
    }

    /** Reads what is committed, from where it is told to, and commits nothing. */
    static KafkaConsumer<byte[], byte[]> consumer(KafkaSettings kafka) {
        Map<String, Object> configuration = impatient(kafka);
        configuration.remove(ConsumerConfig.GROUP_ID_CONFIG);
        configuration.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        configuration.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        configuration.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        configuration.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MILLIS);
        configuration.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES_PER_PARTITION);
        return new KafkaConsumer<>(configuration, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    static void close(Admin admin) {
        admin.close(Duration.ZERO);
    }

    static void close(KafkaConsumer<byte[], byte[]> consumer) {
        consumer.close(CloseOptions.timeout(Duration.ZERO));
    }

    private static Map<String, Object> impatient(KafkaSettings kafka) {
        Map<String, Object> configuration = kafka.client();
        configuration.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
        configuration.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, CALL_MILLIS);
        return configuration;
    }
}
