package io.tidemark.console.status;

import io.tidemark.console.status.Broker.TableTopic;
import io.tidemark.events.KafkaCalls;
import io.tidemark.events.KafkaSettings;
import io.tidemark.events.TopicNames;
import io.tidemark.model.TableName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Reads topics, group and progress from the broker. */
final class BrokerReader implements PartReader<List<TableName>, Broker> {

    private final KafkaSettings kafka;
    private final TopicNames names;
    private final ProgressTail progress;
    private @Nullable Admin admin;

    BrokerReader(KafkaSettings kafka, TopicNames names) {
        this.kafka = kafka;
        this.names = names;
        this.progress = new ProgressTail(kafka, names.progress());
    }

    /** @param tables the mapped ones; with none, those whose topics there are */
    @Override
    public Broker read(List<TableName> tables) {
        Admin open = admin;
        if (open == null) {
            open = KafkaClients.admin(kafka);
            admin = open;
        }
        Set<String> existing = KafkaCalls.get("list topics", open.listTopics().names());
        Map<String, TableName> wanted = tables.isEmpty() ? found(existing) : wanted(tables);
        List<String> own = List.of(names.progress(), names.schemas(), names.deadLetters());
        List<String> missing = Stream.concat(wanted.keySet().stream(), own.stream())
                .filter(topic -> !existing.contains(topic))
                .toList();
        wanted.keySet().retainAll(existing);
        List<String> described = new ArrayList<>(wanted.keySet());
        own.stream().filter(existing::contains).forEach(described::add);
        Map<String, TopicDescription> topics =
                KafkaCalls.get("describe topics", open.describeTopics(described).allTopicNames());
        Map<TopicPartition, Long> ends = ends(open, topics.values());
        List<TableTopic> tableTopics = new ArrayList<>();
        wanted.forEach((topic, table) -> {
            TopicDescription description = topics.get(topic);
            if (description != null) {
                tableTopics.add(new TableTopic(
                        topic, table, description.topicId().toString(), endsOf(topic, description, ends)));
            }
        });
        TopicDescription deadLetters = topics.get(names.deadLetters());
        return new Broker(
                tableTopics,
                missing,
                GroupReader.committed(open, names.sinkGroup()),
                GroupReader.sink(open, names.sinkGroup()),
                existing.contains(names.progress()) ? progress.read() : null,
                deadLetters == null
                        ? 0
                        : endsOf(names.deadLetters(), deadLetters, ends).stream()
                                .mapToLong(Long::longValue)
                                .sum());
    }

    private Map<String, TableName> wanted(List<TableName> tables) {
        Map<String, TableName> wanted = new LinkedHashMap<>();
        tables.forEach(table -> wanted.put(names.table(table), table));
        return wanted;
    }

    private Map<String, TableName> found(Set<String> existing) {
        Map<String, TableName> found = new LinkedHashMap<>();
        existing.stream().sorted().forEach(topic -> tableOf(topic).ifPresent(table -> found.put(topic, table)));
        return found;
    }

    private Optional<TableName> tableOf(String topic) {
        try {
            return names.tableOf(topic);
        } catch (IllegalArgumentException foreign) {
            return Optional.empty();
        }
    }

    private static Map<TopicPartition, Long> ends(Admin admin, Collection<TopicDescription> topics) {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        topics.forEach(topic -> topic.partitions()
                .forEach(partition ->
                        asked.put(new TopicPartition(topic.name(), partition.partition()), OffsetSpec.latest())));
        Map<TopicPartition, ListOffsetsResultInfo> answered = KafkaCalls.get(
                "list the ends of topics",
                admin.listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                        .all());
        Map<TopicPartition, Long> ends = new HashMap<>();
        answered.forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    private static List<Long> endsOf(String topic, TopicDescription description, Map<TopicPartition, Long> ends) {
        return description.partitions().stream()
                .map(partition -> ends.getOrDefault(new TopicPartition(topic, partition.partition()), 0L))
                .toList();
    }

    @Override
    public void close() {
        progress.close();
        Admin open = admin;
        admin = null;
        if (open != null) {
            KafkaClients.close(open);
        }
    }
}
