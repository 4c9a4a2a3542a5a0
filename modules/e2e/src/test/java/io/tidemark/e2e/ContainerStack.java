package io.tidemark.e2e;

import io.tidemark.devstack.Server;
import io.tidemark.devstack.ServerStatus;
import io.tidemark.devstack.Stack;
import io.tidemark.devstack.StackEndpoints;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.neo4j.Neo4jContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * The servers as containers, where a Docker engine is. Ports are fixed when the stack comes up, so that a server which
 * was killed comes back where its clients look for it. CI has no Docker engine: it never exercises this class.
 */
final class ContainerStack implements Stack {

    private static final String PASSWORD = "tidemark-dev";
    private static final int REGISTRY_PORT = 8080;

    private final Map<Server, GenericContainer<?>> containers = new EnumMap<>(Server.class);
    private final PostgreSQLContainer postgres = new PostgreSQLContainer("postgres:18.6")
            .withDatabaseName("tidemark")
            .withUsername("postgres")
            .withPassword(PASSWORD)
            .withCommand(
                    "postgres",
                    "-c",
                    "wal_level=logical",
                    "-c",
                    "max_replication_slots=20",
                    "-c",
                    "max_wal_senders=20");
    private final KafkaContainer kafka = new KafkaContainer("apache/kafka:4.3.1")
            .withEnv("KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR", "1")
            .withEnv("KAFKA_TRANSACTION_STATE_LOG_MIN_ISR", "1")
            .withEnv("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0")
            .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false");
    private final GenericContainer<?> registry = new GenericContainer<>("apicurio/apicurio-registry:3.0.9")
            .withExposedPorts(REGISTRY_PORT)
            .waitingFor(Wait.forHttp("/apis/ccompat/v7/subjects"));
    private final Neo4jContainer neo4j = new Neo4jContainer("neo4j:5.26.30-community").withAdminPassword(PASSWORD);

    ContainerStack() {
        containers.put(Server.POSTGRES, postgres);
        containers.put(Server.KAFKA, kafka);
        containers.put(Server.REGISTRY, registry);
        containers.put(Server.NEO4J, neo4j);
        fixPort(postgres, 5432);
        fixPort(kafka, 9092);
        fixPort(registry, REGISTRY_PORT);
        fixPort(neo4j, 7687);
    }

    private static void fixPort(GenericContainer<?> container, int inside) {
        container.setPortBindings(List.of(FreePort.find() + ":" + inside));
    }

    @Override
    public StackEndpoints endpoints() {
        return new StackEndpoints(
                "postgres://postgres:" + PASSWORD + "@" + postgres.getHost() + ":" + postgres.getMappedPort(5432)
                        + "/tidemark",
                kafka.getBootstrapServers(),
                "http://" + registry.getHost() + ":" + registry.getMappedPort(REGISTRY_PORT) + "/apis/ccompat/v7",
                neo4j.getBoltUrl(),
                "neo4j",
                PASSWORD);
    }

    @Override
    public void up() {
        containers.values().parallelStream().forEach(GenericContainer::start);
    }

    @Override
    public void down() {
        containers.values().forEach(GenericContainer::stop);
    }

    @Override
    public void kill(Server server) {
        DockerClientFactory.instance().client().killContainerCmd(id(server)).exec();
    }

    @Override
    public void stop(Server server) {
        DockerClientFactory.instance().client().stopContainerCmd(id(server)).exec();
    }

    @Override
    public void start(Server server) {
        DockerClientFactory.instance().client().startContainerCmd(id(server)).exec();
    }

    private String id(Server server) {
        GenericContainer<?> container = containers.get(server);
        if (container == null) {
            throw new IllegalArgumentException("no container for " + server);
        }
        return container.getContainerId();
    }

    @Override
    public List<ServerStatus> status() {
        return Arrays.stream(Server.values())
                .map(server -> new ServerStatus(
                        server,
                        isRunning(server) ? ServerStatus.State.READY : ServerStatus.State.STOPPED,
                        OptionalInt.empty(),
                        OptionalLong.empty()))
                .toList();
    }

    private boolean isRunning(Server server) {
        return Boolean.TRUE.equals(DockerClientFactory.instance()
                .client()
                .inspectContainerCmd(id(server))
                .exec()
                .getState()
                .getRunning());
    }

    @Override
    public void close() {
        down();
    }
}
