package io.tidemark.events;

import io.tidemark.model.TableName;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * The topics of one pipeline as Kafka has them. A topic is the pipeline's if its name is one of the layout's, if a capture of this prefix
 * has registered its schema (a table that is no longer mapped), or if Kafka Streams made it for the sink.
 *
 * @param present those that are there
 * @param missing those of the layout that are not
 * @param unknown those that only begin as the pipeline's do: nothing says that Tidemark made them
 */
public record OwnedTopics(SortedSet<String> present, SortedSet<String> missing, SortedSet<String> unknown) {

    private static final Pattern OF_STREAMS = Pattern.compile(".*-(changelog|repartition)");

    /**
     * Those that Kafka has now.
     *
     * @param mapped the tables of the mapping
     * @param isWritten whether a capture has registered a schema for a topic
     * @throws io.tidemark.model.TidemarkException RETRY when Kafka is unavailable, USAGE when it refuses this user
     */
    public static OwnedTopics find(
            Admin admin, TopicNames names, Collection<TableName> mapped, Predicate<String> isWritten) {
        return of(KafkaCalls.get("list topics", admin.listTopics().names()), names, mapped, isWritten);
    }

    /** The same among these. Pure. */
    static OwnedTopics of(
            Set<String> all, TopicNames names, Collection<TableName> mapped, Predicate<String> isWritten) {
        Set<String> layout = new TopicLayout(names, mapped, 1).names();
        OwnedTopics owned = new OwnedTopics(new TreeSet<>(), new TreeSet<>(layout), new TreeSet<>());
        owned.missing().removeAll(all);
        for (String topic : all) {
            if (layout.contains(topic) || isOfStreams(topic, names)) {
                owned.present().add(topic);
            } else if (topic.startsWith(names.prefix() + ".")) {
                (isWritten.test(topic) ? owned.present() : owned.unknown()).add(topic);
            }
        }
        return owned;
    }

    private static boolean isOfStreams(String topic, TopicNames names) {
        return topic.startsWith(names.sinkGroup() + "-")
                && OF_STREAMS.matcher(topic).matches();
    }

    /**
     * Deletes a topic; nothing happens where there is none.
     *
     * @throws io.tidemark.model.TidemarkException RETRY when Kafka is unavailable, USAGE when it refuses this user
     */
    public static void delete(Admin admin, String topic) {
        KafkaCalls.find(
                "delete topic " + topic,
                admin.deleteTopics(List.of(topic)).all(),
                UnknownTopicOrPartitionException.class);
    }
}
