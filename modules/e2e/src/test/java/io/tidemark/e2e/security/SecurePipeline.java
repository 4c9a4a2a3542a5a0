package io.tidemark.e2e.security;

import static org.awaitility.Awaitility.await;

import io.tidemark.devstack.StackEndpoints;
import io.tidemark.devstack.stack.ProcessStack;
import io.tidemark.e2e.fixture.Servers;
import io.tidemark.e2e.fixture.TestPipeline;
import io.tidemark.postgres.DatabaseUrl;
import io.tidemark.settings.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.utils.Utils;

/**
 * A pipeline whose every client goes over TLS and is somebody of its own: in Kafka a SCRAM user under the ACLs of
 * {@code ops/kafka/acls.sh}, in Postgres a role of {@code ops/postgres}. Neo4j's Community edition knows no rights.
 */
final class SecurePipeline implements AutoCloseable {

    private static final List<String> KAFKA_USERS = List.of("setup", "capture", "sink", "reconciler", "console");
    private static final int ITERATIONS = 4096;

    private final Path root = Path.of(System.getProperty("tidemark.root", "../.."));
    private final ProcessStack stack;
    private final TestPipeline pipeline;
    private final Set<String> roles = new TreeSet<>();

    private SecurePipeline(ProcessStack stack, TestPipeline pipeline) {
        this.stack = stack;
        this.pipeline = pipeline;
    }

    /** Opens one, on servers that no other test has; users and ACLs are there, topics and roles are not. */
    static SecurePipeline open(String name) throws Exception {
        Path home = Path.of("target", "stack-" + name).toAbsolutePath();
        Utils.delete(home.toFile());
        ProcessStack stack = ProcessStack.in(home)
                .settings(Servers.settings()
                        .withBrokers(3)
                        .withNeo4jMemory(256, 64)
                        .withTls(Certificates.tls()))
                .build();
        stack.up();
        try {
            return open(name, stack);
        } catch (Exception e) {
            stack.close();
            throw e;
        }
    }

    private static SecurePipeline open(String name, ProcessStack stack) throws Exception {
        StackEndpoints endpoints = stack.endpoints();
        DatabaseUrl database = DatabaseUrl.parse(endpoints.databaseUrl());
        String authority = Certificates.authority().toString();
        Map<String, String> environment = new HashMap<>();
        environment.put("KAFKA_BOOTSTRAP_SERVERS", stack.kafkaWithTls());
        environment.put("KAFKA_SECURITY_PROTOCOL", "SASL_SSL");
        environment.put("KAFKA_SASL_MECHANISM", "SCRAM-SHA-512");
        environment.put("KAFKA_SASL_JAAS_CONFIG", jaas("{database}", "setup", password("setup")));
        environment.put("KAFKA_SSL_TRUSTSTORE_TYPE", "PEM");
        environment.put("KAFKA_SSL_TRUSTSTORE_LOCATION", authority);
        environment.put("NEO4J_URI", endpoints.neo4jUri().replace("bolt://", "bolt+s://"));
        environment.put("NEO4J_TRUSTED_CERTIFICATES", authority);
        environment.put("DATABASE_URL", address(database.user(), database.password(), database.port(), "{database}"));
        SecurePipeline secure = new SecurePipeline(stack, TestPipeline.open(endpoints, name, environment));
        secure.makeUsers();
        return secure;
    }

    TestPipeline pipeline() {
        return pipeline;
    }

    /** The password of a Kafka user, and of a role in Postgres. */
    static String password(String who) {
        return "planted-secret-of-" + who;
    }

    static String jaas(String prefix, String who, String password) {
        return "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + prefix + "-" + who
                + "\" password=\"" + password + "\";";
    }

    private static String address(String user, String password, int port, String database) {
        return "postgres://" + user + ":" + password + "@localhost:" + port + "/" + database
                + "?sslmode=verify-full&sslrootcert=" + Certificates.authority();
    }

    /** The pipeline's settings with another user of Kafka. */
    Map<String, String> as(String who) {
        Map<String, String> environment = new HashMap<>(pipeline.environment());
        environment.put("KAFKA_SASL_JAAS_CONFIG", jaas(pipeline.settings().prefix(), who, password(who)));
        return environment;
    }

    /** The pipeline's settings as Kafka's administrator. */
    Map<String, String> asAdministrator() {
        Map<String, String> environment = new HashMap<>(pipeline.environment());
        environment.keySet().removeIf(name -> name.startsWith("KAFKA_"));
        environment.put("KAFKA_BOOTSTRAP_SERVERS", stack.endpoints().kafkaBootstrapServers());
        return environment;
    }

    /** The same with the role of that name in Postgres, made from its file in ops/postgres. */
    Map<String, String> asWithRole(String who) throws IOException, SQLException {
        String role = role(who);
        if (roles.add(role)) {
            StringBuilder sql = new StringBuilder();
            for (String line : Files.readAllLines(root.resolve("ops/postgres/" + who + ".sql"))) {
                sql.append(line.startsWith("--") ? "" : line + "\n");
            }
            pipeline.sql(
                    sql.toString().replace("tidemark_" + who, role).replace(":password", "'" + password(who) + "'"));
        }
        DatabaseUrl database = pipeline.settings().database();
        Map<String, String> environment = as(who);
        environment.put("DATABASE_URL", address(role, password(who), database.port(), database.database()));
        return environment;
    }

    String role(String who) {
        return pipeline.settings().prefix() + "_" + who;
    }

    private void makeUsers() throws Exception {
        String prefix = pipeline.settings().prefix();
        try (Admin admin = Admin.create(Settings.of(asAdministrator()).kafka().client())) {
            List<UserScramCredentialAlteration> users = new ArrayList<>();
            for (String who : KAFKA_USERS) {
                users.add(new UserScramCredentialUpsertion(
                        prefix + "-" + who,
                        new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, ITERATIONS),
                        password(who).getBytes(StandardCharsets.UTF_8)));
            }
            admin.alterUserScramCredentials(users).all().get();
            runAcls(admin, prefix);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> admin.describeUserScramCredentials(KAFKA_USERS.stream()
                                            .map(who -> prefix + "-" + who)
                                            .toList())
                                    .all()
                                    .get()
                                    .size()
                            == KAFKA_USERS.size());
        }
    }

    /** Runs {@code ops/kafka/acls.sh} for a prefix. */
    void runAcls(Admin admin, String prefix, String... arguments) throws Exception {
        for (AclLine line : aclLines(prefix, arguments)) {
            if (line.adds()) {
                admin.createAcls(line.bindings()).all().get();
            } else {
                admin.deleteAcls(line.bindings().stream()
                                .map(AclBinding::toFilter)
                                .toList())
                        .all()
                        .get();
            }
        }
    }

    /** The file as it is run by sh; only the program it calls is one that prints. */
    private List<AclLine> aclLines(String prefix, String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of("sh", root.resolve("ops/kafka/acls.sh").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("KAFKA_ACLS", "echo");
        builder.environment().put("KAFKA_BOOTSTRAP_SERVERS", "unused:1");
        builder.environment().put("TIDEMARK_PREFIX", prefix);
        Process script = builder.start();
        List<String> lines = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        if (script.onExit().join().exitValue() != 0) {
            throw new IOException(String.join("\n", lines));
        }
        return lines.stream().map(AclLine::parse).toList();
    }

    @Override
    public void close() {
        try {
            pipeline.driver().close();
        } finally {
            stack.close();
        }
    }
}
