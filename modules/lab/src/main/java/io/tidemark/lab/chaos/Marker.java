package io.tidemark.lab.chaos;

import io.tidemark.events.TopicNames;
import io.tidemark.lab.pipeline.CommittedRecords;
import io.tidemark.model.TableName;
import io.tidemark.postgres.Connections;
import io.tidemark.postgres.Query;
import io.tidemark.settings.Settings;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** A last change: once it is in its topic, everything committed before it has been published, or never will be. */
final class Marker {

    private static final Duration FETCH_WAIT = Duration.ofMillis(20);
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
        try (KafkaConsumer<byte[], byte[]> consumer =
                CommittedRecords.of(settings.kafka(), List.of(topic), FETCH_WAIT)) {
            consumer.seekToEnd(consumer.assignment());
            consumer.assignment().forEach(consumer::position);
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
        try (Connection connection = Connections.openAsApplication(settings.database())) {
            Query.execute(
                    connection,
                    "insert into users (id, username) values (?, ?)"
                            + " on conflict (id) do update set username = excluded.username",
                    USER,
                    name);
        }
        return name.getBytes(StandardCharsets.UTF_8);
    }

    private static boolean contains(byte[] text, byte[] part) {
        return new String(text, StandardCharsets.ISO_8859_1).contains(new String(part, StandardCharsets.ISO_8859_1));
    }
}
