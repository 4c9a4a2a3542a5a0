package io.tidemark.reconciler.check;

import io.tidemark.events.TopicState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/** Whether topics survive the death of a broker, where there are enough brokers for that. Pure. */
final class ReplicationFindings {

    /** Topics of Kafka itself that the pipeline needs: the capture's transactions, the sink's group. */
    static final List<String> KAFKAS_OWN = List.of("__transaction_state", "__consumer_offsets");

    private static final String REPLICATION = "replication";
    private static final int ENOUGH_BROKERS = 3;
    private static final int REPLICAS = 3;
    private static final int IN_SYNC = 2;

    private ReplicationFindings() {}

    /** None below three brokers; otherwise one for all topics, or one for each number that is too low or too high. */
    static List<Finding> of(int brokers, Map<String, TopicState> topics) {
        List<Finding> findings = new ArrayList<>();
        if (brokers < ENOUGH_BROKERS || topics.isEmpty()) {
            return findings;
        }
        named(topics, topic -> topic.replicas() < REPLICAS, TopicState::replicas)
                .forEach((replicas, names) -> findings.add(Finding.warn(
                        REPLICATION,
                        names + (names.contains(",") ? " have " : " has ") + replicas
                                + (replicas == 1 ? " replica" : " replicas") + " on a cluster of " + brokers
                                + " brokers: "
                                + (replicas == 1
                                        ? "the pipeline stops while one broker is down, and loses what is lost with its disk"
                                        : "the pipeline stops while one broker is down, or takes what only one has for written"),
                        "give them 3 with kafka-reassign-partitions.sh")));
        named(
                        topics,
                        topic -> topic.replicas() >= REPLICAS && topic.minInsyncReplicas() < IN_SYNC,
                        TopicState::minInsyncReplicas)
                .forEach((inSync, names) -> findings.add(Finding.warn(
                        REPLICATION,
                        names + ": min.insync.replicas is " + inSync
                                + ": a record that a single broker has counts as written, and is lost with it",
                        "set min.insync.replicas=2 with kafka-configs.sh --alter --entity-type topics")));
        named(
                        topics,
                        topic -> topic.replicas() >= REPLICAS && topic.minInsyncReplicas() >= topic.replicas(),
                        TopicState::minInsyncReplicas)
                .forEach((inSync, names) -> findings.add(Finding.warn(
                        REPLICATION,
                        names + ": min.insync.replicas is " + inSync
                                + ", the number of replicas: nothing is written while one broker is down",
                        "set min.insync.replicas=2 with kafka-configs.sh --alter --entity-type topics")));
        if (findings.isEmpty()) {
            findings.add(Finding.ok(
                    REPLICATION,
                    "each topic has 3 replicas or more and min.insync.replicas of 2 or more, on " + brokers
                            + " brokers"));
        }
        return findings;
    }

    /** The topics that are wrong, by number. */
    private static Map<Integer, String> named(
            Map<String, TopicState> topics, Predicate<TopicState> wrong, Function<TopicState, Integer> number) {
        Map<Integer, String> named = new TreeMap<>();
        topics.forEach((name, topic) -> {
            if (wrong.test(topic)) {
                named.merge(number.apply(topic), name, (one, other) -> one + ", " + other);
            }
        });
        return named;
    }
}
