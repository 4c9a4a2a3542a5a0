package io.tidemark.reconciler.check;

import io.tidemark.events.TopicNames;
import io.tidemark.events.TopicState;
import io.tidemark.model.TableName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What is to be said of a pipeline's topics. Pure. */
final class TopicFindings {

    private static final long SHORTEST_DELETE_RETENTION = Duration.ofDays(7).toMillis();
    private static final String COMPACT = "compact";
    private static final String SETUP = "run ./tidemark setup";

    private final TopicNames names;
    private final Collection<TableName> tables;
    private final List<Finding> findings = new ArrayList<>();

    TopicFindings(TopicNames names, Collection<TableName> tables) {
        this.names = names;
        this.tables = tables;
    }

    /** One for the table topics together, or one for each that is wrong; one each for the others. */
    List<Finding> of(Map<String, TopicState> there) {
        Map<String, TopicState> tableTopics = new LinkedHashMap<>();
        Set<String> missing = new TreeSet<>();
        for (TableName table : tables) {
            String name = names.table(table);
            TopicState state = there.get(name);
            if (state == null) {
                missing.add(name);
            } else {
                tableTopics.put(name, state);
            }
        }
        int before = findings.size();
        if (!missing.isEmpty()) {
            fail("topics", "Kafka has no " + String.join(", ", missing), SETUP);
        }
        partitions(tableTopics);
        tableTopics.forEach((name, state) -> compacted("topics", name, state));
        if (findings.size() == before) {
            TopicState any = tableTopics.values().iterator().next();
            findings.add(Finding.ok(
                    "topics",
                    tableTopics.size() + " table topics under " + names.prefix() + ", " + any.partitions()
                            + " partitions each, " + any.replicas() + " replicas, compacted, deletes stay "
                            + Duration.ofMillis(any.deleteRetentionMillis()).toDays() + " days"));
        }
        ofOnePartition("progress topic", names.progress(), there, "its order is lost");
        ofOnePartition("schema topic", names.schemas(), there, "only its first partition is used");
        deadLetters(there);
        return findings;
    }

    private void partitions(Map<String, TopicState> tableTopics) {
        Set<Integer> counts = tableTopics.values().stream()
                .map(TopicState::partitions)
                .collect(Collectors.toCollection(TreeSet::new));
        if (counts.size() > 1) {
            fail(
                    "topics",
                    "table topics differ in partitions: "
                            + tableTopics.entrySet().stream()
                                    .map(topic -> topic.getKey() + " has "
                                            + topic.getValue().partitions())
                                    .collect(Collectors.joining(", ")),
                    "run ./tidemark move --to PREFIX: a key must not change its partition");
        }
    }

    private void compacted(String what, String name, TopicState state) {
        if (!state.cleanupPolicy().equals(COMPACT)) {
            fail(
                    what,
                    name + " has cleanup.policy " + state.cleanupPolicy() + ": rows go with age",
                    "set cleanup.policy=compact, then run ./tidemark reconcile backfill");
        }
        if (state.deleteRetentionMillis() < SHORTEST_DELETE_RETENTION) {
            findings.add(Finding.warn(
                    what,
                    name + " has delete.retention.ms " + state.deleteRetentionMillis()
                            + ": a sink that is away for longer misses deletes",
                    "set delete.retention.ms=" + SHORTEST_DELETE_RETENTION + " or more"));
        }
    }

    private void ofOnePartition(String what, String name, Map<String, TopicState> there, String otherwise) {
        TopicState state = there.get(name);
        int before = findings.size();
        if (state == null) {
            fail(what, "Kafka has no " + name, SETUP);
            return;
        }
        if (state.partitions() != 1) {
            fail(
                    what,
                    name + " has " + state.partitions() + " partitions, not 1",
                    "run ./tidemark move --to PREFIX: " + otherwise);
        }
        compacted(what, name, state);
        if (findings.size() == before) {
            findings.add(Finding.ok(what, name + ", 1 partition, compacted"));
        }
    }

    private void deadLetters(Map<String, TopicState> there) {
        TopicState state = there.get(names.deadLetters());
        if (state == null) {
            fail("dead-letter topic", "Kafka has no " + names.deadLetters(), SETUP);
        } else if (state.cleanupPolicy().contains(COMPACT) || state.retentionMillis() >= 0) {
            findings.add(Finding.warn(
                    "dead-letter topic",
                    names.deadLetters() + " does not keep its records for ever",
                    "set cleanup.policy=delete and retention.ms=-1"));
        } else {
            findings.add(Finding.ok("dead-letter topic", names.deadLetters() + ", kept for ever"));
        }
    }

    private void fail(String what, String detail, String fix) {
        findings.add(Finding.fail(what, detail, fix));
    }
}
