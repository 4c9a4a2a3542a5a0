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
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One of Kafka's nodes. */
final class KafkaServer implements ServerProgram {

    private static final int CONTROLLER_HEAP_MEGABYTES = 128;

    private final Surroundings surroundings;
    private final Server node;

    KafkaServer(Surroundings surroundings, Server node) {
        this.surroundings = surroundings;
        this.node = node;
    }

    @Override
    public Server server() {
        return node;
    }

    @Override
    public Set<Server> needs() {
        return node == Server.CONTROLLER || surroundings.settings().brokers() == 1
                ? Set.of()
                : Set.of(Server.CONTROLLER);
    }

    @Override
    public Launch prepare(Ports ports) {
        Map<String, String> environment = Map.of("CLASSPATH", classPath());
        Path run = surroundings.home().run(node);
        Path data = surroundings.data(node);
        if (surroundings.settings().brokers() == 1) {
            ports.checkFree(Server.CONTROLLER);
        }
        try {
            Path logging = Resources.copy("kafka-log4j2.properties", run.resolve("log4j2.properties"));
            if (!Files.isDirectory(data)) {
                surroundings.progress().preparing(node, "formatting its storage");
                Folders.fill(data, empty -> format(run, environment, empty, ports));
            }
            Path properties = writeProperties(run.resolve("server.properties"), data, ports);
            List<String> command = new ArrayList<>(List.of(Executables.java(), "-Xmx" + heapMegabytes() + "m"));
            command.addAll(surroundings.settings().javaOptions());
            command.addAll(List.of(
                    "-XX:+ExitOnOutOfMemoryError",
                    "-Dlog4j2.configurationFile=" + logging,
                    "kafka.Kafka",
                    properties.toString()));
            return new Launch(command, environment);
        } catch (IOException e) {
            throw FileFailure.at(run, e);
        }
    }

    @Override
    public boolean answers(Ports ports) {
        int port = ports.number(node);
        int nodeId = new KafkaConfiguration(node, surroundings.settings().brokers(), ports, null).nodeId();
        return node == Server.CONTROLLER ? KafkaProbe.accepts(port) : KafkaProbe.answers(port, nodeId);
    }

    private int heapMegabytes() {
        return node == Server.CONTROLLER
                ? CONTROLLER_HEAP_MEGABYTES
                : surroundings.settings().brokerHeapMegabytes();
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
                "--cluster-id=" + clusterId(),
                "--config=" + properties);
        Tool.run(
                "formatting Kafka's storage",
                command,
                environment,
                surroundings.home().log(node));
    }

    private Path writeProperties(Path file, Path data, Ports ports) throws IOException {
        StackSettings settings = surroundings.settings();
        StackSettings.@Nullable Tls tls = settings.tls();
        @Nullable Path pem = null;
        if (tls != null) {
            pem = Files.writeString(
                    file.resolveSibling("tls.pem"), Files.readString(tls.key()) + Files.readString(tls.certificates()));
        }
        return Files.writeString(file, new KafkaConfiguration(node, settings.brokers(), ports, pem).text(data));
    }

    /** The nodes of one cluster have one; the controller is the first to start. */
    private String clusterId() throws IOException {
        Path controllers = surroundings.data(Server.CONTROLLER).resolve("meta.properties");
        if (node == Server.CONTROLLER || surroundings.settings().brokers() == 1) {
            return newClusterId();
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(controllers)) {
            properties.load(reader);
        }
        return properties.getProperty("cluster.id");
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
