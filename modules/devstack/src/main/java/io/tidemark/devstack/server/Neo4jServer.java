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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Neo4j Community. GPL, so it lives on a class path and in a process of its own. */
final class Neo4jServer implements ServerProgram {

    static final String USER = "neo4j";
    static final String PASSWORD = "tidemark";

    private static final List<String> ACCESS = List.of(
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "--add-opens=java.base/java.io=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
            "--enable-native-access=ALL-UNNAMED");

    private final Surroundings surroundings;

    Neo4jServer(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Server server() {
        return Server.NEO4J;
    }

    @Override
    public Launch prepare(Ports ports) {
        Map<String, String> environment = Map.of("CLASSPATH", classPath());
        Path run = surroundings.home().run(Server.NEO4J);
        Path data = surroundings.data(Server.NEO4J);
        try {
            if (!Files.isDirectory(data)) {
                surroundings.progress().preparing(Server.NEO4J, "setting its password");
                Folders.fill(data, empty -> setPassword(run, environment, empty, ports));
            }
            writeConfiguration(run, data, ports);
        } catch (IOException e) {
            throw FileFailure.at(run, e);
        }
        List<String> command = java("-Xmx" + surroundings.settings().neo4jHeapMegabytes() + "m");
        command.addAll(surroundings.settings().javaOptions());
        command.addAll(List.of("-XX:+UseG1GC", "-XX:+ExitOnOutOfMemoryError", "-Dfile.encoding=UTF-8"));
        command.addAll(List.of(
                "org.neo4j.server.CommunityEntryPoint", "--home-dir=" + run, "--config-dir=" + run, "--console-mode"));
        return new Launch(command, environment);
    }

    @Override
    public boolean answers(Ports ports) {
        return BoltProbe.answers(ports.number(Port.NEO4J_BOLT))
                && HttpProbe.post(
                        ports.number(Port.NEO4J_HTTP),
                        "/db/neo4j/tx/commit",
                        USER,
                        PASSWORD,
                        "{\"statements\":[{\"statement\":\"RETURN 1\"}]}");
    }

    private String classPath() {
        String version = surroundings.versions().neo4j();
        return surroundings
                .programs()
                .classPath(
                        "neo4j-" + version,
                        List.of("org.neo4j:neo4j:" + version, "org.neo4j.app:neo4j-server:" + version));
    }

    private void setPassword(Path run, Map<String, String> environment, Path data, Ports ports) throws IOException {
        writeConfiguration(run, data, ports);
        List<String> command = java("-Xmx128m");
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "org.neo4j.cli.AdminTool"));
        command.addAll(List.of("dbms", "set-initial-password", PASSWORD));
        Map<String, String> folders = Map.of(
                "CLASSPATH", environment.getOrDefault("CLASSPATH", ""),
                "NEO4J_HOME", run.toString(),
                "NEO4J_CONF", run.toString());
        Tool.run(
                "setting Neo4j's password",
                command,
                folders,
                surroundings.home().log(Server.NEO4J));
    }

    private static List<String> java(String heap) {
        List<String> command = new ArrayList<>(List.of(Executables.java(), heap));
        command.addAll(ACCESS);
        return command;
    }

    private void writeConfiguration(Path run, Path data, Ports ports) throws IOException {
        Path userLogs = Resources.copy("neo4j-user-logs.xml", run.resolve("user-logs.xml"));
        Path otherLogs = surroundings.home().folder().resolve("logs").resolve("neo4j");
        int pageCache = surroundings.settings().neo4jPageCacheMegabytes();
        String configuration = """
                server.default_listen_address=%1$s
                server.bolt.listen_address=%1$s:%2$d
                server.bolt.advertised_address=%1$s:%2$d
                server.http.listen_address=%1$s:%3$d
                server.http.advertised_address=%1$s:%3$d
                server.https.enabled=false
                server.directories.data=%4$s
                server.directories.transaction.logs.root=%4$s/transactions
                server.directories.dumps.root=%4$s/dumps
                server.directories.logs=%5$s
                server.logs.user.config=%6$s
                server.memory.pagecache.size=%7$dm
                dbms.usage_report.enabled=false
                db.tx_log.rotation.size=32m
                db.tx_log.rotation.retention_policy=64M size
                """;
        StackSettings.@Nullable Tls tls = surroundings.settings().tls();
        int transaction = surroundings.settings().neo4jTransactionMegabytes();
        Files.writeString(
                run.resolve("neo4j.conf"),
                (tls == null ? "" : secure(run, tls))
                        + (transaction == 0 ? "" : "db.memory.transaction.max=" + transaction + "m\n")
                        + configuration.formatted(
                                Ports.HOST,
                                ports.number(Port.NEO4J_BOLT),
                                ports.number(Port.NEO4J_HTTP),
                                data,
                                otherLogs,
                                userLogs,
                                pageCache));
    }

    private static String secure(Path run, StackSettings.Tls tls) throws IOException {
        Path policy = run.resolve("tls");
        Files.createDirectories(policy.resolve("trusted"));
        Files.createDirectories(policy.resolve("revoked"));
        return """
                server.bolt.tls_level=OPTIONAL
                dbms.ssl.policy.bolt.enabled=true
                dbms.ssl.policy.bolt.base_directory=%s
                dbms.ssl.policy.bolt.private_key=%s
                dbms.ssl.policy.bolt.public_certificate=%s
                dbms.ssl.policy.bolt.client_auth=NONE
                """.formatted(
                        policy, tls.key().toAbsolutePath(), tls.certificates().toAbsolutePath());
    }
}
