package io.tidemark.lab.chaos.judge;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.tidemark.events.TopicNames;
import io.tidemark.events.TopicReader;
import io.tidemark.model.TableName;
import io.tidemark.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads the table topics from their beginning to where they end now, committed records only. */
public final class HistoryReader {

    private static final Duration LONGEST_STANDSTILL = Duration.ofSeconds(60);

    private final Settings settings;
    private final TopicNames topics;

    /** @param settings where Kafka and the registry are reached without detour */
    public HistoryReader(Settings settings) {
        this.settings = settings;
        this.topics = new TopicNames(settings.prefix());
    }

    /**
     * Reads everything.
     *
     * @throws IOException when the registry fails
     * @throws io.tidemark.model.TidemarkException when Kafka delivers nothing for a minute
     */
    public TopicHistory read() throws IOException {
        TopicHistory history = new TopicHistory();
        try (SchemaRegistryClient registry = settings.registry().connect();
                TopicReader reader = new TopicReader(settings.kafka().client(), LONGEST_STANDSTILL)) {
            EnvelopeDecoder decoder = new EnvelopeDecoder(registry);
            reader.readAll(
                    settings.mapping().tables().stream().map(topics::table).toList(),
                    record -> decode(decoder, record, history));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        history.end();
        return history;
    }

    private void decode(EnvelopeDecoder decoder, ConsumerRecord<byte[], byte[]> record, TopicHistory history) {
        String table = topics.tableOf(record.topic()).map(TableName::toString).orElseThrow();
        try {
            decoder.decode(table, record, history);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
