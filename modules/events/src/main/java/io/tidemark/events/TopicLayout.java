package io.tidemark.events;

import io.tidemark.concurrent.Retries;
import io.tidemark.model.TableName;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/** The topics of one pipeline: what they are, and how they are made. */
public final class TopicLayout {

    /** How long a tombstone outlives compaction, so that a reader which was away can still see the delete. */
    private static final Duration DELETE_RETENTION = Duration.ofDays(7);

    private static final Duration LONGEST_UNLISTED = Duration.ofSeconds(30);

    private final Map<String, NewTopic> topics = new LinkedHashMap<>();

    /**
     * Lays out the topics.
     *
     * @param partitions partitions of every table topic, from 1
     */
    public TopicLayout(TopicNames names, Collection<TableName> tables, int partitions) {
        for (TableName table : tables) {
            topics.put(names.table(table), topic(names.table(table), partitions).configs(compacted()));
        }
        topics.put(names.progress(), topic(names.progress(), 1).configs(compacted()));
        topics.put(names.schemas(), topic(names.schemas(), 1).configs(compacted()));
        topics.put(
                names.deadLetters(),
                topic(names.deadLetters(), 1).configs(Map.of(TopicConfig.RETENTION_MS_CONFIG, "-1")));
    }

    private static NewTopic topic(String name, int partitions) {
        return new NewTopic(name, Optional.of(partitions), Optional.empty());
    }

    private static Map<String, String> compacted() {
        return Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_COMPACT,
                TopicConfig.DELETE_RETENTION_MS_CONFIG,
                String.valueOf(DELETE_RETENTION.toMillis()));
    }

    /** The topics' names, table topics first. */
    public Set<String> names() {
        return topics.keySet();
    }

    /**
     * Makes the topics that are missing, with the broker's default replication.
     *
     * @return by topic name, whether it was made now (true) or was there (false)
     * @throws TidemarkException FATAL when a topic is there with another number of partitions: keys would change
     *     partition and order would be lost
     */
    public Map<String, Boolean> ensure(Admin admin) {
        Set<String> missing = missing(admin);
        Map<String, Boolean> made = new LinkedHashMap<>();
        topics.forEach((name, topic) -> made.put(name, missing.contains(name) && create(admin, topic)));
        if (made.containsValue(true)) {
            awaitListed(admin);
        }
        return made;
    }

    /**
     * The topics that {@link #ensure} would make, in its order.
     *
     * @throws TidemarkException as {@link #ensure} does
     */
    public Set<String> missing(Admin admin) {
        Map<String, TopicDescription> present = present(admin);
        List<String> wrong = new ArrayList<>();
        topics.forEach((name, topic) -> {
            TopicDescription there = present.get(name);
            if (there != null && there.partitions().size() != topic.numPartitions()) {
                wrong.add(name + " has " + there.partitions().size() + " partitions, not " + topic.numPartitions());
            }
        });
        if (!wrong.isEmpty()) {
            throw new TidemarkException(
                    Category.FATAL,
                    String.join("; ", wrong) + ": set TIDEMARK_PARTITIONS to what is there, or move to another"
                            + " prefix (./tidemark move --to PREFIX)");
        }
        Set<String> missing = new LinkedHashSet<>(topics.keySet());
        missing.removeAll(present.keySet());
        return missing;
    }

    /** The controller answers before the brokers know a new topic, and an app that starts at once would miss it. */
    private void awaitListed(Admin admin) {
        long began = System.nanoTime();
        new Retries(() -> System.nanoTime() - began > LONGEST_UNLISTED.toNanos()).untilDone(() -> {
            Set<String> missing = new TreeSet<>(names());
            missing.removeAll(KafkaCalls.get("list topics", admin.listTopics().names()));
            if (!missing.isEmpty()) {
                throw new TidemarkException(
                        Category.RETRY, "Kafka has made topics that it does not list: " + String.join(", ", missing));
            }
            return true;
        });
    }

    private Map<String, TopicDescription> present(Admin admin) {
        Set<String> existing = KafkaCalls.get("list topics", admin.listTopics().names());
        List<String> known = topics.keySet().stream().filter(existing::contains).toList();
        return new TreeMap<>(
                KafkaCalls.get("describe topics", admin.describeTopics(known).allTopicNames()));
    }

    private static boolean create(Admin admin, NewTopic topic) {
        try {
            admin.createTopics(List.of(topic)).all().get();
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicExistsException) {
                return false;
            }
            throw KafkaCalls.explain("create topic " + topic.name(), e);
        } catch (InterruptedException e) {
            throw KafkaCalls.interrupted("create topic " + topic.name(), e);
        }
    }
}
