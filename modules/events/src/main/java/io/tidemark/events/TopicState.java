package io.tidemark.events;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/**
 * A topic as Kafka has it.
 *
 * @param partitions how many
 * @param replicas of the partition that has the fewest
 * @param minInsyncReplicas how many must have a record before it counts as written
 * @param cleanupPolicy {@code compact}, {@code delete} or both
 * @param deleteRetentionMillis how long a tombstone outlives compaction
 * @param retentionMillis how long records are kept where they are deleted by age; below zero for ever
 */
public record TopicState(
        int partitions,
        int replicas,
        int minInsyncReplicas,
        String cleanupPolicy,
        long deleteRetentionMillis,
        long retentionMillis) {

    /**
     * Those of the topics that exist and that this user may see, by name, in the order given; Kafka's own are among them if they are named.
     *
     * @throws io.tidemark.model.TidemarkException RETRY when Kafka is away, USAGE when it refuses this user
     */
    public static Map<String, TopicState> of(KafkaSettings kafka, Collection<String> names) {
        try (Admin admin = KafkaAdmin.open(kafka.client())) {
            Set<String> existing = KafkaCalls.get(
                    "list topics",
                    admin.listTopics(new ListTopicsOptions().listInternal(true)).names());
            List<String> known = names.stream().filter(existing::contains).toList();
            Map<String, TopicDescription> descriptions = KafkaCalls.get(
                    "describe topics", admin.describeTopics(known).allTopicNames());
            Map<ConfigResource, Config> configurations = KafkaCalls.get(
                    "read the configuration of topics",
                    admin.describeConfigs(
                                    known.stream().map(TopicState::resource).toList())
                            .all());
            Map<String, TopicState> states = new LinkedHashMap<>();
            for (String name : known) {
                TopicDescription description = descriptions.get(name);
                Config configuration = configurations.get(resource(name));
                if (description != null && configuration != null) {
                    states.put(name, state(description, configuration));
                }
            }
            return states;
        }
    }

    private static ConfigResource resource(String topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic);
    }

    private static TopicState state(TopicDescription description, Config configuration) {
        return new TopicState(
                description.partitions().size(),
                description.partitions().stream()
                        .mapToInt(partition -> partition.replicas().size())
                        .min()
                        .orElse(0),
                Integer.parseInt(configuration
                        .get(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG)
                        .value()),
                configuration.get(TopicConfig.CLEANUP_POLICY_CONFIG).value(),
                Long.parseLong(configuration
                        .get(TopicConfig.DELETE_RETENTION_MS_CONFIG)
                        .value()),
                Long.parseLong(
                        configuration.get(TopicConfig.RETENTION_MS_CONFIG).value()));
    }
}
