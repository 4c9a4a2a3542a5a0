package io.tidemark.events;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/**
 * The consumer group of a pipeline's sink.
 *
 * @param name the group
 * @param members what takes part in it now, each in words
 */
public record SinkGroup(String name, List<String> members) {

    /**
     * The group as Kafka has it; empty where there is none.
     *
     * @throws io.tidemark.model.TidemarkException RETRY when Kafka is unavailable, USAGE when it refuses this user
     */
    public static Optional<SinkGroup> find(Admin admin, TopicNames names) {
        String name = names.sinkGroup();
        Map<String, ConsumerGroupDescription> found = KafkaCalls.find(
                        "describe group " + name,
                        admin.describeConsumerGroups(List.of(name)).all(),
                        GroupIdNotFoundException.class)
                .orElse(Map.of());
        return Optional.ofNullable(found.get(name))
                .filter(group -> group.groupState() != GroupState.DEAD)
                .map(group -> new SinkGroup(name, members(group.members())));
    }

    private static List<String> members(Collection<MemberDescription> members) {
        return members.stream()
                .map(member -> member.groupInstanceId().orElse(member.clientId()) + " on " + member.host())
                .sorted()
                .toList();
    }

    /**
     * Deletes the group with its offsets; nothing happens where there is none.
     *
     * @throws io.tidemark.model.TidemarkException RETRY when Kafka is unavailable, USAGE when it refuses this user, FATAL when it has members
     */
    public static void delete(Admin admin, String name) {
        KafkaCalls.find(
                "delete group " + name,
                admin.deleteConsumerGroups(List.of(name)).all(),
                GroupIdNotFoundException.class);
    }
}
