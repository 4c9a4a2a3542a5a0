package io.tidemark.devstack;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Apicurio Registry with its schemas in a topic of the stack's Kafka. */
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
        return Set.of(Server.KAFKA);
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
        List<String> command = List.of(
                Executables.java(),
                "-Xmx" + surroundings.settings().registryHeapMegabytes() + "m",
                // It starts faster and serves a handful of requests.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-jar",
                program.resolve("apicurio-registry-app-" + version + "-runner.jar")
                        .toString());
        return new Launch(command, environment(ports));
    }

    @Override
    public boolean answers(Ports ports) {
        return HttpProbe.get(ports.number(Port.REGISTRY), CONFLUENT_API + "/subjects");
    }

    private Map<String, String> environment(Ports ports) {
        String temporary = surroundings.home().run(Server.REGISTRY).toString();
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("QUARKUS_HTTP_HOST", Ports.HOST);
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(ports.number(Port.REGISTRY)));
        environment.put("QUARKUS_HTTP_ACCESS_LOG_ENABLED", "false");
        environment.put("APICURIO_STORAGE_KIND", "kafkasql");
        environment.put("APICURIO_KAFKASQL_BOOTSTRAP_SERVERS", Ports.HOST + ":" + ports.number(Port.KAFKA));
        environment.put("APICURIO_STORAGE_SNAPSHOT_LOCATION", temporary);
        environment.put("APICURIO_IMPORT_WORK_DIR", temporary);
        return environment;
    }
}
