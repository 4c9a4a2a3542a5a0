package io.tidemark.console.status;

import io.tidemark.console.status.PipelineStatus.Sink;
import io.tidemark.events.KafkaCalls;
import io.tidemark.model.TidemarkException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** Reads a consumer group; one that nobody has ever joined is dead, as Kafka called it before it called it an error. */
final class GroupReader {

    private static final String DEAD = "Dead";

    private GroupReader() {}

    static Sink sink(Admin admin, String group) {
        try {
            ConsumerGroupDescription described = KafkaCalls.get(
                            "describe group " + group,
                            admin.describeConsumerGroups(List.of(group)).all())
                    .get(group);
            if (described == null) {
                return new Sink(group, DEAD, 0);
            }
            return new Sink(
                    group,
                    described.groupState().toString(),
                    described.members().size());
        } catch (TidemarkException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return new Sink(group, DEAD, 0);
            }
            throw e;
        }
    }

    /** The group's committed offsets, by partition; those without one are left out. */
    static Map<TopicPartition, Long> committed(Admin admin, String group) {
        Map<TopicPartition, Long> committed = new HashMap<>();
        try {
            KafkaCalls.get(
                            "list the offsets of group " + group,
                            admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                    .forEach((partition, offset) -> {
                        if (offset != null) {
                            committed.put(partition, offset.offset());
                        }
                    });
        } catch (TidemarkException e) {
            if (!(e.getCause() instanceof GroupIdNotFoundException)) {
                throw e;
            }
        }
        return committed;
    }
}
