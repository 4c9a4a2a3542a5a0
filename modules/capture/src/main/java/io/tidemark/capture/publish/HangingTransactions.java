package io.tidemark.capture.publish;

import io.tidemark.capture.settings.CaptureSettings;
import io.tidemark.events.KafkaAdmin;
import io.tidemark.events.KafkaCalls;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeProducersResult.PartitionProducerState;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Aborts the transactions that a broker has forgotten to end in some partition.
 *
 * <p>A coordinator that aborts a transaction while a partition has no leader takes that partition for deleted and leaves it
 * out (seen with Kafka 4.3.1: a broker killed with an open transaction, and back after the transaction's timeout; decision
 * 15). The records stay there without an end, and <em>the next commit of the same producer id commits them too</em>: they would be
 * in the topic twice. Whoever has the transactional id has no transaction open yet, and nobody else writes to these
 * topics; so what is open there now is such a leftover. KIP-664 made the calls for it.
 */
final class HangingTransactions {

    private static final Logger LOG = LoggerFactory.getLogger(HangingTransactions.class);

    private final CaptureSettings settings;
    private final Map<String, Object> client;

    HangingTransactions(CaptureSettings settings, Map<String, Object> client) {
        this.settings = settings;
        this.client = client;
    }

    /**
     * Aborts them; call it after the transactional id was taken over and before anything is read or written.
     *
     * @throws TidemarkException RETRY while Kafka is away or a partition has no leader; FATAL when Kafka does not let this
     *     user abort one that is there
     */
    void abort() {
        try (Admin admin = KafkaAdmin.open(client)) {
            Map<TopicPartition, PartitionProducerState> producers = KafkaCalls.get(
                    "describe producers",
                    admin.describeProducers(partitions(admin)).all());
            producers.forEach((partition, state) -> state.activeProducers().stream()
                    .filter(producer -> producer.currentTransactionStartOffset().isPresent())
                    .forEach(producer -> abort(admin, partition, producer)));
        }
    }

    private List<TopicPartition> partitions(Admin admin) {
        List<String> topics = Stream.concat(
                        settings.mapping().tables().stream().map(settings.topics()::table),
                        Stream.of(settings.topics().progress()))
                .toList();
        return KafkaCalls.get("describe topics", admin.describeTopics(topics).allTopicNames()).values().stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                .toList();
    }

    private static void abort(Admin admin, TopicPartition partition, ProducerState producer) {
        long begin = producer.currentTransactionStartOffset().orElseThrow();
        LOG.warn(
                "{} holds a transaction that nobody will end (producer {}, epoch {}, from offset {}): aborting it",
                partition,
                producer.producerId(),
                producer.producerEpoch(),
                begin);
        try {
            KafkaCalls.get(
                    "abort a transaction",
                    admin.abortTransaction(new AbortTransactionSpec(
                                    partition,
                                    producer.producerId(),
                                    (short) producer.producerEpoch(),
                                    producer.coordinatorEpoch().orElse(0)))
                            .all());
        } catch (TidemarkException e) {
            if (e.category() == Category.RETRY) {
                throw e;
            }
            throw new TidemarkException(
                    Category.FATAL,
                    partition + " holds a transaction that nobody will end, and it could not be aborted ("
                            + e.getMessage()
                            + "): run kafka-transactions.sh abort --topic " + partition.topic() + " --partition "
                            + partition.partition() + " --start-offset " + begin
                            + ", or let this user alter the cluster",
                    e);
        }
    }
}
