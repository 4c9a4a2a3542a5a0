package io.tidemark.console.status;

import io.tidemark.events.KafkaAdmin;
import io.tidemark.events.KafkaSettings;
import io.tidemark.events.TopicReader;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/** Kafka's clients with the patience of somebody who looks every second. */
final class KafkaClients {

    private static final int REQUEST_MILLIS = 2_000;
    private static final int CALL_MILLIS = 2_000;
    private static final int FETCH_BYTES_PER_PARTITION = 128 * 1024;

    private KafkaClients() {}

    static Admin admin(KafkaSettings kafka) {
        return KafkaAdmin.open(impatient(kafka));
    }

    static TopicReader reader(KafkaSettings kafka) {
        Map<String, Object> configuration = impatient(kafka);
        configuration.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES_PER_PARTITION);
        return new TopicReader(configuration, Duration.ofMillis(CALL_MILLIS));
    }

    static void close(Admin admin) {
        admin.close(Duration.ZERO);
    }

    private static Map<String, Object> impatient(KafkaSettings kafka) {
        Map<String, Object> configuration = kafka.client();
        configuration.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
        configuration.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, CALL_MILLIS);
        return configuration;
    }
}
