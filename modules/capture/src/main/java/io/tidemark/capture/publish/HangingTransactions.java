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
 * in the topic twice. Whoever has the transactional id has no transaction open yet, and no other process writes to these
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
     * Aborts them; call it after the transactional id was taken over and before anything is written.
     *
     * @param published by table topic, for each partition: the offset of the last record that was published, as the last
     *     resume point says; empty when that does not matter
     * @return whether there was one
     * @throws TidemarkException RETRY while Kafka is unavailable or a partition has no leader; FATAL when Kafka does not let this
     *     user abort one that is there; POSITION_LOST when one holds what was published: then the broker forgot to
     *     commit it, and only a broker can commit
     */
    boolean abort(Map<String, List<Long>> published) {
        try (Admin admin = KafkaAdmin.open(client)) {
            Map<TopicPartition, PartitionProducerState> producers = KafkaCalls.get(
                    "describe producers",
                    admin.describeProducers(partitions(admin)).all());
            List<Leftover> leftovers = producers.entrySet().stream()
                    .flatMap(partition -> partition.getValue().activeProducers().stream()
                            .filter(producer ->
                                    producer.currentTransactionStartOffset().isPresent())
                            .map(producer -> new Leftover(partition.getKey(), producer)))
                    .toList();
            leftovers.forEach(leftover -> leftover.requireUnpublished(published));
            leftovers.forEach(leftover -> leftover.abort(admin));
            return !leftovers.isEmpty();
        }
    }

    private List<TopicPartition> partitions(Admin admin) {
        List<String> topics = Stream.concat(
                        settings.mapping().tables().stream().map(settings.topics()::table),
                        Stream.of(
                                settings.topics().progress(), settings.topics().schemas()))
                .toList();
        return KafkaCalls.get("describe topics", admin.describeTopics(topics).allTopicNames()).values().stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                .toList();
    }

    private record Leftover(TopicPartition partition, ProducerState producer) {

        private long begin() {
            return producer.currentTransactionStartOffset().orElseThrow();
        }

        void requireUnpublished(Map<String, List<Long>> published) {
            List<Long> last = published.getOrDefault(partition.topic(), List.of());
            if (partition.partition() < last.size() && begin() <= last.get(partition.partition())) {
                throw new TidemarkException(
                        Category.POSITION_LOST,
                        partition + " holds a transaction from offset " + begin()
                                + " on that was published, and that its broker never committed: take a new snapshot with"
                                + " ./tidemark capture --resnapshot");
            }
        }

        void abort(Admin admin) {
            LOG.warn(
                    "{} holds a transaction that nobody will end (producer {}, epoch {}, from offset {}): aborting it",
                    partition,
                    producer.producerId(),
                    producer.producerEpoch(),
                    begin());
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
                                + partition.partition() + " --start-offset " + begin()
                                + ", or let this user alter the cluster",
                        e);
            }
        }
    }
}
