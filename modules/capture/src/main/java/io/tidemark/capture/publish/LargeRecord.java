package io.tidemark.capture.publish;

import java.util.Comparator;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/** A record so large that Kafka might refuse it; it can name its row. */
final class LargeRecord extends ProducerRecord<byte[], byte[]> {

    private static final int LARGE = 500_000;

    private final String row;

    private LargeRecord(String topic, byte[] key, byte[] value, String row) {
        super(topic, null, key, value);
        this.row = row;
    }

    /** A record of these bytes, which can name its row if it is large. */
    static ProducerRecord<byte[], byte[]> of(SourceRecord source, byte[] key, byte[] value) {
        return value.length > LARGE && source.key() instanceof Struct row
                ? new LargeRecord(source.topic(), key, value, "with key (" + String.join(", ", KeyTexts.of(row)) + ") ")
                : new ProducerRecord<>(source.topic(), null, key, value);
    }

    /** Names the largest of these records: topic, key and size. */
    static String largest(List<ProducerRecord<byte[], byte[]>> records) {
        return records.stream()
                .filter(record -> record.value() != null)
                .max(Comparator.comparingInt(record -> record.value().length))
                .map(record -> "a row of topic " + record.topic() + " "
                        + (record instanceof LargeRecord large ? large.row : "") + "has " + record.value().length
                        + " bytes, more than Kafka accepts")
                .orElse("a record is larger than Kafka accepts");
    }
}
