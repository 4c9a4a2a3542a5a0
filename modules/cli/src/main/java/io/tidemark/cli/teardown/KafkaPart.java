package io.tidemark.cli.teardown;

import io.tidemark.events.BrokerTraces;
import io.tidemark.events.KafkaAdmin;
import io.tidemark.events.OwnedTopics;
import io.tidemark.events.SinkGroup;
import io.tidemark.events.TopicNames;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.amount.Amounts;
import io.tidemark.reconciler.run.ReconcilerSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;

/** Topics and the sink's group. */
final class KafkaPart implements Part {

    private final ReconcilerSettings settings;
    private final TopicNames names;
    private final Predicate<String> isWritten;
    private final Admin admin;

    /** @param isWritten whether a capture is known to have written a topic */
    KafkaPart(ReconcilerSettings settings, Predicate<String> isWritten) {
        this.settings = settings;
        this.names = new TopicNames(settings.prefix());
        this.isWritten = isWritten;
        this.admin = KafkaAdmin.open(settings.kafka().client());
    }

    @Override
    public List<String> running() {
        return SinkGroup.find(admin, names).stream()
                .flatMap(group -> group.members().stream()
                        .map(member -> "a sink runs: group " + group.name() + " has member " + member
                                + " (one that was killed, or has a name of its own, counts for up to a minute)"))
                .toList();
    }

    @Override
    public List<Thing> things() {
        List<Thing> things = new ArrayList<>(topics());
        things.add(group());
        things.add(transactionalId());
        things.add(acls());
        return things;
    }

    private List<Thing> topics() {
        OwnedTopics topics = OwnedTopics.find(admin, names, settings.mapping().tables(), isWritten);
        List<Thing> things = new ArrayList<>();
        topics.present()
                .forEach(topic -> things.add(Thing.going(
                        Made.TOPIC,
                        topic,
                        "kafka-topics.sh --bootstrap-server " + settings.kafka() + " --delete --topic " + topic,
                        () -> OwnedTopics.delete(admin, topic))));
        topics.missing().forEach(topic -> things.add(Thing.absent(Made.TOPIC, topic)));
        topics.unknown()
                .forEach(
                        topic -> things.add(
                                Thing.staying(
                                        Made.TOPIC,
                                        topic,
                                        "it is not of the mapping, and no capture is known to have registered its schema, so it may be another's")));
        return things;
    }

    private Thing group() {
        Optional<SinkGroup> group = SinkGroup.find(admin, names);
        return group.map(found -> Thing.going(
                        Made.GROUP,
                        found.name(),
                        "kafka-consumer-groups.sh --bootstrap-server " + settings.kafka() + " --delete --group "
                                + found.name(),
                        () -> SinkGroup.delete(admin, found.name())))
                .orElseGet(() -> Thing.absent(Made.GROUP, names.sinkGroup()));
    }

    private Thing transactionalId() {
        String id = names.captureTransactionalId();
        return visible(
                Made.TRANSACTIONAL_ID,
                id,
                () -> BrokerTraces.hasTransactionalId(admin, names)
                        ? Thing.staying(
                                Made.TRANSACTIONAL_ID,
                                id,
                                "nothing can delete it; brokers forget it seven days after its last use"
                                        + " (transactional.id.expiration.ms)")
                        : Thing.absent(Made.TRANSACTIONAL_ID, id));
    }

    private Thing acls() {
        String users = "of users " + settings.prefix() + "-…";
        return visible(Made.ACLS, users, () -> {
            long acls = BrokerTraces.acls(admin, names);
            return acls == 0
                    ? Thing.absent(Made.ACLS, users)
                    : Thing.byHand(
                            Made.ACLS,
                            Amounts.count(acls) + " " + users,
                            "TIDEMARK_PREFIX=" + settings.prefix() + " sh ops/kafka/acls.sh remove");
        });
    }

    /** What this user is not allowed to see stays, and is named. */
    private static Thing visible(Made made, String name, Supplier<Thing> look) {
        try {
            return look.get();
        } catch (TidemarkException e) {
            if (e.category() != Category.USAGE) {
                throw e;
            }
            return Thing.staying(made, name, "this user is not allowed to see whether it is there");
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
