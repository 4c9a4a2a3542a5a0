package io.tidemark.devstack.server;

import io.tidemark.devstack.Server;
import io.tidemark.devstack.download.Archive;
import io.tidemark.devstack.process.Executables;
import io.tidemark.devstack.process.Launch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Apicurio Registry with its schemas in a topic of the stack's Kafka. There they do not mix with the database that is being captured,
 * and when Postgres is killed the registry stays; it starts 1.5 s later than it would over Postgres.
 */
final class RegistryServer implements ServerProgram {

    static final String CONFLUENT_API = "/apis/ccompat/v7";

    private final Surroundings surroundings;

    RegistryServer(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Server server() {
        return Server.REGISTRY;
    }

    @Override
    public Set<Server> needs() {
        return Set.copyOf(Server.brokers(surroundings.settings().brokers()));
    }

    @Override
    public Launch prepare(Ports ports) {
        String version = surroundings.versions().apicurio();
        Path program = surroundings
                .programs()
                .unpacked(
                        "apicurio-registry-" + version,
                        "io.apicurio:apicurio-registry-app:tar.gz:all:" + version,
                        Archive.TAR_GZ);
        List<String> command = new ArrayList<>(List.of(
                Executables.java(),
                "-Xmx" + surroundings.settings().registryHeapMegabytes() + "m",
                // It starts faster and serves a handful of requests.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError"));
        settings(ports).forEach((name, value) -> command.add("-D" + name + "=" + value));
        String runner = "apicurio-registry-app-" + version + "-runner.jar";
        command.addAll(List.of("-jar", program.resolve(runner).toString()));
        return new Launch(command, Map.of());
    }

    /** Its own readiness: it answers before it has read its journal, and denies what it has not read. */
    @Override
    public boolean answers(Ports ports) {
        return HttpProbe.get(ports.number(Port.REGISTRY), "/health/ready");
    }

    private Map<String, String> settings(Ports ports) {
        String temporary = surroundings.home().run(Server.REGISTRY).toString();
        Map<String, String> settings = new TreeMap<>();
        settings.put("quarkus.http.host", Ports.HOST);
        settings.put("quarkus.http.port", Integer.toString(ports.number(Port.REGISTRY)));
        settings.put("quarkus.http.access-log.enabled", "false");
        settings.put("apicurio.storage.kind", "kafkasql");
        settings.put(
                "apicurio.kafkasql.bootstrap.servers",
                ports.endpoints(surroundings.settings().brokers()).kafkaBootstrapServers());
        // The registry creates its topic with the broker's retention: after a week it would forget the schemas.
        settings.put("apicurio.kafkasql.topic.cleanup.policy", "delete");
        settings.put("apicurio.kafkasql.topic.retention.ms", "-1");
        // At its start it waits this long, by default 5 s, for snapshots; its few records are read as fast without.
        settings.put("apicurio.kafkasql.consumer.poll.timeout", "500");
        settings.put("apicurio.kafkasql.snapshot.every.seconds", "off");
        settings.put("apicurio.storage.snapshot.location", temporary);
        settings.put("apicurio.import.work-dir", temporary);
        // Otherwise two slow requests, as while Kafka is away, make it unready for the next five minutes.
        settings.put("apicurio.metrics.response-timeout-readiness-check.error-threshold", "1000000");
        settings.put("apicurio.metrics.persistence-timeout-readiness-check.error-threshold", "1000000");
        // It says no louder that it could not apply a record of its journal, and then denies that schema until its next
        // start.
        settings.put(
                "quarkus.log.category.\"io.apicurio.registry.storage.impl.kafkasql.sql.KafkaSqlSink\".level", "DEBUG");
        return settings;
    }
}
