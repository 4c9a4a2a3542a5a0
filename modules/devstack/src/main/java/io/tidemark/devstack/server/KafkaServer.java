package io.tidemark.devstack.server;

import io.tidemark.devstack.FileFailure;
import io.tidemark.devstack.Resources;
import io.tidemark.devstack.Server;
import io.tidemark.devstack.StackSettings;
import io.tidemark.devstack.download.Folders;
import io.tidemark.devstack.process.Executables;
import io.tidemark.devstack.process.Launch;
import io.tidemark.devstack.process.Tool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One Kafka node that is broker and controller. */
final class KafkaServer implements ServerProgram {

    private final Surroundings surroundings;

    KafkaServer(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Server server() {
        return Server.KAFKA;
    }

    @Override
    public Launch prepare(Ports ports) {
        Map<String, String> environment = Map.of("CLASSPATH", classPath());
        Path run = surroundings.home().run(Server.KAFKA);
        Path data = surroundings.data(Server.KAFKA);
        try {
            Path logging = Resources.copy("kafka-log4j2.properties", run.resolve("log4j2.properties"));
            if (!Files.isDirectory(data)) {
                surroundings.progress().preparing(Server.KAFKA, "formatting its storage");
                Folders.fill(data, empty -> format(run, environment, empty, ports));
            }
            Path properties = writeProperties(run.resolve("server.properties"), data, ports);
            String heap = "-Xmx" + surroundings.settings().kafkaHeapMegabytes() + "m";
            List<String> command = List.of(
                    Executables.java(),
                    heap,
                    "-XX:+ExitOnOutOfMemoryError",
                    "-Dlog4j2.configurationFile=" + logging,
                    "kafka.Kafka",
                    properties.toString());
            return new Launch(command, environment);
        } catch (IOException e) {
            throw FileFailure.at(run, e);
        }
    }

    @Override
    public boolean answers(Ports ports) {
        return KafkaProbe.answers(ports.number(Port.KAFKA));
    }

    private String classPath() {
        String version = surroundings.versions().kafka();
        return surroundings
                .programs()
                .classPath(
                        "kafka-" + version,
                        List.of(
                                "org.apache.kafka:kafka_2.13:" + version,
                                // Kafka leaves the binding of its logging to its distribution.
                                "org.apache.logging.log4j:log4j-slf4j-impl:"
                                        + surroundings.versions().log4j()));
    }

    private void format(Path run, Map<String, String> environment, Path data, Ports ports) throws IOException {
        Path properties = writeProperties(run.resolve("format.properties"), data, ports);
        List<String> command = List.of(
                Executables.java(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-Dlog4j2.configurationFile=" + run.resolve("log4j2.properties"),
                "kafka.tools.StorageTool",
                "format",
                "--cluster-id=" + newClusterId(),
                "--config=" + properties);
        Tool.run(
                "formatting Kafka's storage",
                command,
                environment,
                surroundings.home().log(Server.KAFKA));
    }

    private Path writeProperties(Path file, Path data, Ports ports) throws IOException {
        String broker = ports.hostAndPort(Port.KAFKA);
        String controller = ports.hostAndPort(Port.KAFKA_CONTROLLER);
        StackSettings.@Nullable Tls tls = surroundings.settings().tls();
        String secure = tls == null ? "" : secure(file.resolveSibling("tls.pem"), tls);
        String listener = tls == null ? "" : ",SECURE://" + ports.hostAndPort(Port.KAFKA_SECURE);
        return Files.writeString(
                file,
                secure + """
                process.roles=broker,controller
                node.id=1
                # voters in the configuration, not in the metadata log: the ports may move from one up to the next
                controller.quorum.voters=1@%2$s
                listeners=BROKER://%1$s,CONTROLLER://%2$s%4$s
                advertised.listeners=BROKER://%1$s%4$s
                listener.security.protocol.map=BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT%5$s
                inter.broker.listener.name=BROKER
                controller.listener.names=CONTROLLER
                log.dirs=%3$s
                auto.create.topics.enable=false
                group.initial.rebalance.delay.ms=0
                offsets.topic.num.partitions=10
                offsets.topic.replication.factor=1
                transaction.state.log.num.partitions=10
                transaction.state.log.replication.factor=1
                transaction.state.log.min.isr=1
                share.coordinator.state.topic.replication.factor=1
                share.coordinator.state.topic.min.isr=1
                # a killed broker is let in again only after its old session has run out, by default after 9 s
                broker.session.timeout.ms=4000
                broker.heartbeat.interval.ms=1000
                log.cleaner.dedupe.buffer.size=33554432
                """.formatted(broker, controller, data, listener, tls == null ? "" : ",SECURE:SASL_SSL"));
    }

    private static String secure(Path pem, StackSettings.Tls tls) throws IOException {
        Files.writeString(pem, Files.readString(tls.key()) + Files.readString(tls.certificates()));
        return """
                listener.name.secure.ssl.keystore.type=PEM
                listener.name.secure.ssl.keystore.location=%s
                listener.name.secure.sasl.enabled.mechanisms=SCRAM-SHA-512
                listener.name.secure.scram-sha-512.sasl.jaas.config=\
                  org.apache.kafka.common.security.scram.ScramLoginModule required;
                authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
                super.users=User:ANONYMOUS
                """.formatted(pem);
    }

    // Kafka's own form of a UUID: 22 characters of base64 that can stand in a URL.
    private static String newClusterId() {
        UUID id = UUID.randomUUID();
        byte[] bytes = ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
