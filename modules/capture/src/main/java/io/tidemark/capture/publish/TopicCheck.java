package io.tidemark.capture.publish;

import io.tidemark.capture.settings.CaptureSettings;
import io.tidemark.events.KafkaAdmin;
import io.tidemark.events.KafkaCalls;
import io.tidemark.model.Problem;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;

/** Checks that every topic exists: a broker would create a missing one by itself, not compacted and with other partitions. */
public final class TopicCheck {

    private TopicCheck() {}

    /**
     * Passes when the topic of every mapped table, the progress topic and the schema topic exist.
     *
     * @return by table topic, for each partition: the offset of the last record; -1 where there is none
     * @throws TidemarkException FATAL when topics are missing, USAGE when the settings for Kafka cannot be used, RETRY when
     *     Kafka does not answer
     */
    public static Map<String, List<Long>> run(CaptureSettings settings) {
        List<String> tables = settings.mapping().tables().stream()
                .map(settings.topics()::table)
                .toList();
        try (Admin admin = KafkaAdmin.open(new KafkaClients(settings).common())) {
            Set<String> present =
                    KafkaCalls.get("list topics", admin.listTopics().names());
            requirePresent(
                    Stream.concat(
                            tables.stream(),
                            Stream.of(
                                    settings.topics().progress(),
                                    settings.topics().schemas())),
                    present);
            return ends(admin, tables);
        } catch (TidemarkException e) {
            if (e.category() != Category.RETRY) {
                throw e;
            }
            throw new TidemarkException(
                    Category.RETRY,
                    "Kafka at " + settings.kafka().bootstrapServers() + " does not list its topics (" + e.getMessage()
                            + ")",
                    e);
        }
    }

    static void requirePresent(Stream<String> wanted, Set<String> present) {
        Set<String> missing = wanted.collect(Collectors.toCollection(TreeSet::new));
        missing.removeAll(present);
        if (!missing.isEmpty()) {
            Problem problem = new Problem(
                    "Kafka has no topic " + String.join(", ", missing),
                    "run ./tidemark setup, or correct TIDEMARK_PREFIX");
            throw new TidemarkException(Category.FATAL, problem.toString());
        }
    }

    private static Map<String, List<Long>> ends(Admin admin, List<String> topics) {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        Map<String, List<Long>> ends = new HashMap<>();
        for (TopicDescription topic : KafkaCalls.get(
                        "describe topics", admin.describeTopics(topics).allTopicNames())
                .values()) {
            List<Long> partitions = new ArrayList<>();
            for (int partition = 0; partition < topic.partitions().size(); partition++) {
                asked.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest());
                partitions.add(-1L);
            }
            ends.put(topic.name(), partitions);
        }
        Map<TopicPartition, ListOffsetsResultInfo> found =
                KafkaCalls.get("list offsets", admin.listOffsets(asked).all());
        found.forEach((partition, end) -> {
            List<Long> partitions = ends.get(partition.topic());
            if (partitions != null) {
                partitions.set(partition.partition(), end.offset() - 1);
            }
        });
        return ends;
    }

    /**
     * Continues from what is known of the topics.
     *
     * @param known the ends in the resume point
     * @param found what {@link #run} found
     * @return the known ends, with those of topics that are new
     * @throws TidemarkException POSITION_LOST when a topic ends before what was written to it, or has other partitions
     */
    public static Map<String, List<Long>> continued(Map<String, List<Long>> known, Map<String, List<Long>> found) {
        Map<String, List<Long>> ends = new HashMap<>(found);
        found.forEach((topic, there) -> {
            List<Long> written = known.get(topic);
            if (written == null) {
                return;
            }
            if (written.size() != there.size()) {
                throw lost("topic " + topic + " has " + there.size() + " partitions, and had " + written.size()
                        + ": keys would change their partition and lose their order");
            }
            for (int partition = 0; partition < written.size(); partition++) {
                if (there.get(partition) < written.get(partition)) {
                    throw lost(
                            "topic " + topic + " ends at offset " + there.get(partition) + " in partition " + partition
                                    + ", but records up to " + written.get(partition)
                                    + " were written: it was recreated, or has lost records");
                }
            }
            ends.put(topic, written);
        });
        return ends;
    }

    /**
     * Passes when a new snapshot can be written over what the topics hold.
     *
     * @param known the ends in the last resume point
     * @param found what {@link #run} found
     * @throws TidemarkException FATAL when a topic with records has other partitions than it had
     */
    public static void requirePartitions(Map<String, List<Long>> known, Map<String, List<Long>> found) {
        known.forEach((topic, written) -> {
            List<Long> there = found.getOrDefault(topic, written);
            if (there.size() != written.size() && there.stream().anyMatch(end -> end >= 0)) {
                Problem problem = new Problem(
                        "topic " + topic + " has " + there.size() + " partitions, and had " + written.size()
                                + ": a row would be in two of them, and be deleted after it was written",
                        "run ./tidemark move --to PREFIX, or delete the topic and run ./tidemark setup");
                throw new TidemarkException(Category.FATAL, problem.toString());
            }
        });
    }

    private static TidemarkException lost(String what) {
        return new TidemarkException(
                Category.POSITION_LOST,
                what
                        + ". Make it again (./tidemark setup) under the partitions it had, then fill it: ./tidemark capture"
                        + " --resnapshot");
    }
}
