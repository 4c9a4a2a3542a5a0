package io.tidemark.e2e.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import io.tidemark.e2e.fixture.TestPipeline;
import io.tidemark.events.RowChangeDecoder;
import io.tidemark.events.TopicNames;
import io.tidemark.events.WriterSchemas;
import io.tidemark.model.TableName;
import io.tidemark.model.change.RowChange;
import io.tidemark.model.change.RowKey;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;

/** Our records are read by Confluent's own classes, and theirs by ours, through a real registry. */
final class ConfluentClientIT {

    private static final RowKey ALICE = RowKey.of("00000000-0000-0000-0000-000000000001");

    @Test
    void each_side_reads_what_the_other_wrote() throws SQLException, java.io.IOException {
        try (TestPipeline pipeline = TestPipeline.sample("confluent").started();
                SchemaRegistryClient registry = pipeline.settings().registry().connect()) {
            TopicNames names = new TopicNames(pipeline.settings().prefix());
            String topic = names.table(TableName.parse("users"));
            RowChangeDecoder decoder =
                    new RowChangeDecoder(pipeline.settings().mapping(), names, WriterSchemas.of(registry));
            ConsumerRecord<byte[], byte[]> ours = alice(pipeline, topic, decoder);

            Map<String, ?> configuration =
                    Map.of("schema.registry.url", pipeline.settings().registry().url(), "auto.register.schemas", false);
            try (KafkaAvroDeserializer keys = new KafkaAvroDeserializer(registry, configuration, true);
                    KafkaAvroDeserializer values = new KafkaAvroDeserializer(registry, configuration, false);
                    KafkaAvroSerializer keyWriter = new KafkaAvroSerializer(registry);
                    KafkaAvroSerializer valueWriter = new KafkaAvroSerializer(registry)) {
                GenericRecord key = (GenericRecord) keys.deserialize(topic, ours.key());
                GenericRecord envelope = (GenericRecord) values.deserialize(topic, ours.value());
                assertThat(key.get("id")).hasToString(ALICE.value(0).toString());
                assertThat(envelope.get("op")).hasToString("r");
                GenericRecord row = (GenericRecord) envelope.get("after");
                assertThat(row.get("username")).hasToString("alice");
                assertThat(row.get("deleted_at")).isNull();

                row.put("username", "written by Confluent's serializer");
                keyWriter.configure(configuration, true);
                valueWriter.configure(configuration, false);
                RowChange change =
                        decoder.decode(topic, keyWriter.serialize(topic, key), valueWriter.serialize(topic, envelope));
                assertThat(change.key()).isEqualTo(ALICE);
                assertThat(((RowChange.Upsert) change).properties())
                        .containsEntry("username", "written by Confluent's serializer");
            }
        }
    }

    private static ConsumerRecord<byte[], byte[]> alice(TestPipeline pipeline, String topic, RowChangeDecoder decoder) {
        Map<String, Object> configuration = pipeline.settings().kafka().client();
        configuration.put("isolation.level", "read_committed");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(configuration, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            Collection<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (System.nanoTime() < deadline) {
                for (ConsumerRecord<byte[], byte[]> found : consumer.poll(Duration.ofSeconds(1))) {
                    if (decoder.decode(topic, found.key(), found.value()).key().equals(ALICE)) {
                        return found;
                    }
                }
            }
        }
        throw new AssertionError("alice is not in " + topic);
    }
}
