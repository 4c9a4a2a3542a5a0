package io.tidemark.reconciler.check;

import io.tidemark.events.DeadLetters;
import io.tidemark.events.KafkaAdmin;
import io.tidemark.events.TopicLayout;
import io.tidemark.events.TopicNames;
import io.tidemark.events.TopicState;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.amount.Amounts;
import io.tidemark.reconciler.run.ReconcilerSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What is to be said of Kafka. One thread. */
final class KafkaPart {

    private final ReconcilerSettings settings;
    private final Findings findings;

    KafkaPart(ReconcilerSettings settings, Findings findings) {
        this.settings = settings;
        this.findings = findings;
    }

    void run() {
        findings.read("kafka", () -> {
            TopicNames names = new TopicNames(settings.prefix());
            Map<String, TopicState> there = TopicState.of(
                    settings.kafka(), new TopicLayout(names, settings.mapping().tables(), 1).names());
            findings.add(Finding.ok("kafka", "answers at " + settings.kafka()));
            new TopicFindings(names, settings.mapping().tables()).of(there).forEach(findings::add);
            findings.read("replication", () -> replication(there));
            if (there.containsKey(names.deadLetters())) {
                findings.read("dead letters", () -> deadLetters(names));
            }
        });
    }

    private void replication(Map<String, TopicState> ofPipeline) {
        Map<String, TopicState> topics = new LinkedHashMap<>(ofPipeline);
        topics.putAll(kafkasOwn());
        ReplicationFindings.of(KafkaAdmin.brokers(settings.kafka().client()), topics)
                .forEach(findings::add);
    }

    /** As far as this user may see them: rights on the pipeline's topics are enough for the rest. */
    private Map<String, TopicState> kafkasOwn() {
        try {
            return TopicState.of(settings.kafka(), ReplicationFindings.KAFKAS_OWN);
        } catch (TidemarkException e) {
            if (e.category() != Category.USAGE) {
                throw e;
            }
            return Map.of();
        }
    }

    private void deadLetters(TopicNames names) {
        long count = DeadLetters.countUnsettled(settings.kafka(), names);
        findings.add(Optional.of(count)
                .filter(kept -> kept > 0)
                .map(
                        kept -> Finding.warn(
                                "dead letters",
                                Amounts.count(kept) + " records could not be applied and are not settled",
                                "list them with ./tidemark dead-letters; repair the rows, then ./tidemark dead-letters resend --all"))
                .orElseGet(() -> Finding.ok("dead letters", "none")));
    }
}
