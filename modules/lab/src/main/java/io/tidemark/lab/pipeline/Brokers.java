package io.tidemark.lab.pipeline;

import io.tidemark.devstack.DevstackException;
import io.tidemark.devstack.Server;
import io.tidemark.devstack.Stack;
import io.tidemark.events.KafkaAdmin;
import io.tidemark.events.KafkaCalls;
import io.tidemark.events.TopicNames;
import io.tidemark.model.TidemarkException;
import io.tidemark.settings.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;

/** Kafka's brokers as servers of a stack: which of them leads a pipeline's partitions, and whether all have everything. Thread-safe. */
public final class Brokers {

    private final Stack stack;
    private final Map<String, Object> client;
    private final TopicNames names;
    private final List<String> topics;
    private final String transactionalId;

    public Brokers(Stack stack, Settings settings) {
        this.stack = stack;
        this.client = settings.kafka().client();
        this.names = new TopicNames(settings.prefix());
        this.topics = Stream.concat(settings.mapping().tables().stream().map(names::table), Stream.of(names.progress()))
                .toList();
        this.transactionalId = settings.capture().transactionalId();
    }

    /** The brokers, whether they run or not. */
    public List<Server> all() {
        return stack.servers().stream()
                .filter(Server.brokers(Server.MOST_BROKERS)::contains)
                .toList();
    }

    /** Starts those that do not run, and their controller. */
    public void start() {
        stack.servers().stream()
                .filter(server -> server == Server.CONTROLLER || all().contains(server))
                .forEach(stack::start);
    }

    /**
     * The leader of a partition that the pipeline writes or reads, or the coordinator of the capture's transactions.
     *
     * @throws DevstackException when there is none at the moment
     */
    public Server leader(Random random) {
        String topic = topics.get(random.nextInt(topics.size()));
        int partition = random.nextInt(Integer.MAX_VALUE);
        return random.nextInt(4) == 0 ? coordinator() : leader(topic, partition);
    }

    /** The leader of the progress topic, which is in each of the capture's transactions. */
    public Server leaderOfProgress() {
        return leader(names.progress(), 0);
    }

    private Server leader(String topic, int partition) {
        return asking(admin -> {
            TopicDescription description = KafkaCalls.get(
                            "describe topics",
                            admin.describeTopics(List.of(topic)).allTopicNames())
                    .get(topic);
            if (description == null) {
                throw new DevstackException("there is no topic " + topic);
            }
            Node leader = description
                    .partitions()
                    .get(partition % description.partitions().size())
                    .leader();
            if (leader == null || leader.isEmpty()) {
                throw new DevstackException("a partition of " + topic + " has no leader");
            }
            return server(leader.id());
        });
    }

    /** The broker that coordinates the capture's transactions. */
    public Server coordinator() {
        return asking(admin -> server(KafkaCalls.get(
                        "describe the capture's transaction",
                        admin.describeTransactions(List.of(transactionalId)).description(transactionalId))
                .coordinatorId()));
    }

    /** Returns when every replica of every topic has everything, so that one broker can be stopped. */
    public void awaitInSync(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        List<String> lagging = behind();
        while (!lagging.isEmpty()) {
            if (System.nanoTime() > end) {
                throw new DevstackException("replicas are behind after " + patience.toSeconds() + " s: "
                        + lagging.stream().limit(3).toList());
            }
            TimeUnit.MILLISECONDS.sleep(200);
            lagging = behind();
        }
    }

    private List<String> behind() {
        try {
            return asking(admin -> {
                List<String> behind = new ArrayList<>();
                KafkaCalls.get(
                                "describe topics",
                                admin.describeTopics(KafkaCalls.get(
                                                "list topics",
                                                admin.listTopics(new ListTopicsOptions().listInternal(true))
                                                        .names()))
                                        .allTopicNames())
                        .forEach((name, topic) -> topic.partitions().stream()
                                .filter(partition -> partition.isr().size()
                                        < partition.replicas().size())
                                .forEach(partition -> behind.add(name + "-" + partition.partition())));
                return behind;
            });
        } catch (DevstackException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    private <T> T asking(Function<Admin, T> question) {
        try (Admin admin = KafkaAdmin.open(client)) {
            return question.apply(admin);
        } catch (TidemarkException e) {
            throw new DevstackException(String.valueOf(e.getMessage()), e);
        }
    }

    private static Server server(int nodeId) {
        return Server.brokers(Server.MOST_BROKERS).get(nodeId - 1);
    }
}
