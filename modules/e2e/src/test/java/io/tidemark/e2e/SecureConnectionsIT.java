package io.tidemark.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.cli.settings.Setting;
import io.tidemark.cli.social.SocialDatabase;
import io.tidemark.e2e.Launcher.Ended;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What goes wrong with TLS and passwords is one line that names the thing, at once. {@link LeastPrivilegeIT} shows the way that goes right. */
@Timeout(120)
final class SecureConnectionsIT {

    private static final int USAGE = 2;

    private static @Nullable SecurePipeline secure;
    private static TestPipeline pipeline;
    private static Launcher launcher;

    @BeforeAll
    static void open() throws Exception {
        SecurePipeline opened = SecurePipeline.open("secure");
        secure = opened;
        pipeline = opened.pipeline();
        new SocialDatabase(pipeline.settings().database()).create();
        launcher = new Launcher(pipeline.environment());
        assertThat(launcher.run("setup").err()).isEmpty();
    }

    @AfterAll
    static void close() throws Exception {
        if (secure != null) {
            secure.close();
        }
    }

    private static void assertRefused(Launcher wrong, List<String> commands, String... words) {
        for (String command : commands) {
            Ended ended = wrong.run(command);
            assertThat(ended.err()).as(command).singleElement().asString().contains(words);
            assertThat(ended.code()).as(command).isEqualTo(USAGE);
        }
    }

    @Test
    void a_wrong_password_of_kafka() {
        String wrong = SecurePipeline.jaas(pipeline.settings().prefix(), "setup", "wrong-secret");
        assertRefused(
                launcher.with("KAFKA_SASL_JAAS_CONFIG", wrong),
                List.of("setup", "capture", "sink"),
                "Kafka refuses",
                "check the kafka.* security settings");
    }

    @Test
    void a_user_of_kafka_without_rights() {
        String onlooker =
                SecurePipeline.jaas(pipeline.settings().prefix(), "console", SecurePipeline.password("console"));
        Ended ended = launcher.with("KAFKA_SASL_JAAS_CONFIG", onlooker).run("capture");
        assertThat(ended.err())
                .singleElement()
                .asString()
                .contains("does not let the capture write", "rights on topics");
        // found only while it runs, so not wrong usage
        assertThat(ended.code()).isEqualTo(1);
    }

    @Test
    void a_certificate_of_kafka_that_nobody_vouches_for() {
        assertRefused(
                launcher.without("KAFKA_SSL_TRUSTSTORE_LOCATION").without("KAFKA_SSL_TRUSTSTORE_TYPE"),
                List.of("setup", "capture", "sink"),
                "Kafka refuses",
                "SSL handshake failed");
    }

    @Test
    void a_certificate_of_neo4j_that_nobody_vouches_for() {
        assertRefused(
                launcher.without("NEO4J_TRUSTED_CERTIFICATES"),
                List.of("setup", "sink"),
                "opening Neo4j at bolt+s://",
                "NEO4J_TRUSTED_CERTIFICATES");
    }

    @Test
    void a_user_that_neo4j_does_not_know() {
        assertRefused(
                launcher.with(Setting.NEO4J_USER, "stranger"),
                List.of("setup", "sink"),
                "opening Neo4j at bolt+s://",
                "refuses the user or the password");
    }

    @Test
    void a_certificate_of_postgres_that_nobody_vouches_for() {
        String address = Objects.requireNonNull(pipeline.environment().get("DATABASE_URL"));
        assertRefused(
                launcher.with(
                        "DATABASE_URL",
                        address.replaceFirst("sslrootcert=.*", "sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory")),
                List.of("setup", "capture"),
                "Postgres at localhost",
                "sslrootcert in DATABASE_URL");
        assertRefused(
                launcher.with("DATABASE_URL", address.replaceFirst("authority.pem", "missing.pem")),
                List.of("setup", "capture"),
                "Postgres at localhost",
                "sslrootcert in DATABASE_URL");
    }
}
