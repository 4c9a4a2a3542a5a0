package io.tidemark.lab.chaos;

import io.tidemark.events.TopicNames;
import io.tidemark.model.TableName;
import io.tidemark.postgres.Connections;
import io.tidemark.settings.Settings;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A last change: once it is in its topic, everything committed before it has been published, or never will be. */
final class Marker {

    private static final UUID USER = new UUID(0xFF00_0000_0000L, 0x8000_0000_0000_0000L);

    private final Settings settings;
    private final String topic;
    private int number;

    /** @param settings where the servers are reached without detour */
    Marker(Settings settings) {
        this.settings = settings;
        this.topic = new TopicNames(settings.prefix()).table(TableName.parse("users"));
    }

    /** Commits it and waits for it; false when it has not come within this time. */
    boolean arrives(Duration patience, Runnable meanwhile) throws SQLException {
        Map<String, Object> configuration = settings.kafka().client();
        configuration.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        configuration.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        configuration.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 20); // closing waits for the last fetch
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(configuration, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            partitions.forEach(consumer::position);
            byte[] name = commit();
            long end = System.nanoTime() + patience.toNanos();
            while (System.nanoTime() < end) {
                meanwhile.run();
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    if (record.value() != null && contains(record.value(), name)) {
                        return true;
                    }
                }
            }
            return false;
        }
    }

    private byte[] commit() throws SQLException {
        String name = "marker " + ++number + " " + Long.toString(System.nanoTime(), 36) + " end";
        try (Connection connection = Connections.open(settings.database());
                PreparedStatement statement =
                        connection.prepareStatement("insert into users (id, username) values (?, ?)"
                                + " on conflict (id) do update set username = excluded.username")) {
            statement.setObject(1, USER);
            statement.setString(2, name);
            statement.executeUpdate();
        }
        return name.getBytes(StandardCharsets.UTF_8);
    }

    private static boolean contains(byte[] text, byte[] part) {
        return new String(text, StandardCharsets.ISO_8859_1).contains(new String(part, StandardCharsets.ISO_8859_1));
    }
}
