package io.tidemark.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.model.TidemarkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingsTest {

    private static final Map<String, String> COMPLETE = Map.of(
            "DATABASE_URL", "postgres://app:hunter2@db:5432/social",
            "KAFKA_BOOTSTRAP_SERVERS", "kafka:9092",
            "SCHEMA_REGISTRY_URL", "http://registry:8081",
            "NEO4J_URI", "bolt://graph:7687",
            "NEO4J_PASSWORD", "hunter3");

    @TempDir
    private Path folder = Path.of(".");

    private Settings load(Map<String, String> environment, @Nullable Path file, Map<String, String> flags) {
        return new SettingsLoader(environment, file, flags).load();
    }

    private Path file(String... lines) throws IOException {
        Path file = folder.resolve("some.properties");
        Files.writeString(file, String.join("\n", lines));
        return file;
    }

    private static Settings.Masked shown(Settings settings, String name) {
        return settings.masked().stream()
                .filter(shown -> shown.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void defaults() {
        Settings settings = Settings.of(COMPLETE);
        settings.require(Setting.values());
        assertThat(settings.prefix()).isEqualTo("tidemark");
        assertThat(settings.partitions()).isEqualTo(4);
        assertThat(settings.batchRows()).isEqualTo(5_000);
        assertThat(settings.mapping().tables()).hasSize(4);
        assertThat(settings.graph().user()).isEqualTo("neo4j");
        assertThat(settings.metricsHost()).isEqualTo("localhost");
        assertThat(settings.metricsPort(9465)).hasValue(9465);
        assertThat(shown(settings, "TIDEMARK_PREFIX").origin()).isEqualTo("default");
    }

    @Test
    void a_file_counts_over_the_environment_and_a_flag_over_both() throws IOException {
        Path file =
                file("DATABASE_URL = postgres://file@db/social", "neo4j.uri = neo4j+s://file", "tidemark.partitions=8");
        Settings settings = load(COMPLETE, file, Map.of("neo4j.uri", "bolt://flag:7687"));
        settings.require(Setting.values());
        assertThat(settings.database().user()).isEqualTo("file");
        assertThat(settings.graph().uri()).isEqualTo("bolt://flag:7687");
        assertThat(settings.partitions()).isEqualTo(8);
        assertThat(shown(settings, "NEO4J_URI").origin()).isEqualTo("flag");
        assertThat(shown(settings, "TIDEMARK_PARTITIONS").origin()).isEqualTo("file " + file);
        assertThat(shown(settings, "SCHEMA_REGISTRY_URL").origin()).isEqualTo("environment");
    }

    @Test
    void one_setting_may_be_changed_and_is_checked_as_the_others() {
        Settings settings = Settings.of(COMPLETE);
        Settings changed = settings.with(Setting.TIDEMARK_PREFIX, "other", "--to");
        changed.require(Setting.values());
        assertThat(changed.prefix()).isEqualTo("other");
        assertThat(settings.prefix()).isEqualTo("tidemark");
        assertThatThrownBy(() -> settings.with(Setting.TIDEMARK_PREFIX, "Bad Prefix", "--to")
                        .require(Setting.TIDEMARK_PREFIX))
                .hasMessageStartingWith("TIDEMARK_PREFIX (--to) is 'Bad Prefix'");
    }

    @Test
    void metrics_have_a_port_any_port_or_none() {
        Map<String, String> environment = new java.util.HashMap<>(COMPLETE);
        environment.put("TIDEMARK_METRICS_HOST", "0.0.0.0");
        environment.put("TIDEMARK_METRICS_PORT", "8080");
        assertThat(Settings.of(environment).metricsHost()).isEqualTo("0.0.0.0");
        assertThat(Settings.of(environment).metricsPort(9465)).hasValue(8080);
        environment.put("TIDEMARK_METRICS_PORT", "0");
        assertThat(Settings.of(environment).metricsPort(9465)).hasValue(0);
        environment.put("TIDEMARK_METRICS_PORT", "off");
        assertThat(Settings.of(environment).metricsPort(9465)).isEmpty();
        Settings.of(environment).require(Setting.values());
    }

    @Test
    void a_mounted_file_holds_a_secret() throws IOException {
        Path secret = folder.resolve("password");
        Files.writeString(secret, "from file\n");
        Map<String, String> environment = new java.util.HashMap<>(COMPLETE);
        environment.remove("NEO4J_PASSWORD");
        environment.put("NEO4J_PASSWORD_FILE", secret.toString());
        assertThat(Settings.of(environment).graph().password()).isEqualTo("from file");
        environment.put("NEO4J_PASSWORD", "both");
        assertThatThrownBy(() -> Settings.of(environment).require(Setting.NEO4J_PASSWORD))
                .hasMessageContaining("NEO4J_PASSWORD and NEO4J_PASSWORD_FILE are both set");
    }

    @Test
    void a_sink_may_have_a_name_that_kafka_takes() {
        assertThat(Settings.of(COMPLETE).sinkInstance()).isEmpty();
        Map<String, String> environment = new java.util.HashMap<>(COMPLETE);
        environment.put("TIDEMARK_SINK_INSTANCE", "tidemark-sink-0");
        assertThat(Settings.of(environment).sinkInstance()).contains("tidemark-sink-0");
        environment.put("TIDEMARK_SINK_INSTANCE", "sink 0");
        assertThatThrownBy(() -> Settings.of(environment).require(Setting.TIDEMARK_SINK_INSTANCE))
                .hasMessageContaining("TIDEMARK_SINK_INSTANCE (environment) is 'sink 0'");
    }

    @Test
    void no_secret_is_shown() {
        Map<String, String> environment = new java.util.HashMap<>(COMPLETE);
        environment.put("KAFKA_SASL_JAAS_CONFIG", "x password=\"hunter4\";");
        environment.put("KAFKA_SSL_TRUSTSTORE_PASSWORD", "hunter5");
        environment.put("SCHEMA_REGISTRY_BASIC_AUTH_USER_INFO", "me:hunter6");
        assertThat(Settings.of(environment).masked().toString())
                .doesNotContain("hunter")
                .contains("postgres://app:");
        for (String url : List.of("postgres://me@tenant:hunter8@h/d", "postgres://me:hunt@hunter9@h/d")) {
            environment.put("DATABASE_URL", url);
            assertThat(Settings.of(environment).masked().toString()).doesNotContain("hunter8", "hunter9");
        }
        environment.put("SCHEMA_REGISTRY_URL", "http://me:hunter1@one:8081,http://me:hunter1@two:8081");
        assertThat(Settings.of(environment).registry()).hasToString("http://one:8081,http://two:8081");
        environment.put("DATABASE_URL", "jdbc:postgresql://db/social?user=app&password=hunter7&sslmode=require");
        assertThat(Settings.of(environment).masked().toString())
                .doesNotContain("hunter")
                .contains("sslmode=require");
    }

    @Test
    void what_kafka_masks_is_masked_whatever_its_name() {
        Map<String, String> environment = new java.util.HashMap<>(COMPLETE);
        environment.put("KAFKA_SASL_OAUTHBEARER_ASSERTION_PRIVATE_KEY_PASSPHRASE", "hunter4");
        assertThat(shown(Settings.of(environment), "KAFKA_SASL_OAUTHBEARER_ASSERTION_PRIVATE_KEY_PASSPHRASE")
                        .value())
                .isEqualTo("********");
    }

    @Test
    void a_secret_in_the_place_of_its_files_name_is_not_shown() {
        Map<String, String> environment = new java.util.HashMap<>();
        environment.put("NEO4J_PASSWORD_FILE", "hunter4");
        environment.put("DATABASE_URL_FILE", "postgres://app:hunter5@db/social");
        environment.put("SCHEMA_REGISTRY_URL_FILE", "http://me:hunter6@registry:8081");
        environment.put("KAFKA_SASL_JAAS_CONFIG_FILE", "x password=\"hunter7\";");
        environment.put("TIDEMARK_PREFIX_FILE", "/run/prefix");
        assertThatThrownBy(() -> Settings.of(environment).require())
                .hasMessageContaining("NEO4J_PASSWORD_FILE names ********, which cannot be read as a file")
                .hasMessageContaining("SCHEMA_REGISTRY_URL_FILE names http://me:********@registry:8081")
                .hasMessageContaining("TIDEMARK_PREFIX_FILE names /run/prefix, which cannot be read as a file"
                        + " (NoSuchFileException): mount it or unset TIDEMARK_PREFIX_FILE")
                .message()
                .doesNotContain("hunter");
    }

    @Test
    void a_piece_of_a_value_is_no_unknown_settings_name() throws IOException {
        Path file = file(
                "kafka.ssl.keystore.key = -----BEGIN PRIVATE KEY-----",
                "MIIEvQIBADANBghunter4kqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQDhunter4");
        assertThatThrownBy(() -> load(Map.of(), file, Map.of("postgres://app:hunter5@db/social?sslmode", "require"))
                        .require())
                .hasMessageContaining("unknown setting … (" + file + ")")
                .hasMessageContaining("unknown setting … (flag --set)")
                .message()
                .doesNotContain("hunter");
    }

    @Test
    void what_the_user_has_set_can_be_kept_out_of_a_process() {
        Map<String, String> environment = new java.util.HashMap<>(COMPLETE);
        environment.put("NEO4J_PASSWORD_FILE", "/somewhere");
        environment.put("KAFKA_SECURITY_PROTOCOL", "SSL");
        environment.put("TIDEMARK_CONFIG", "/production.properties");
        environment.put("PATH", "/bin");
        Settings.removeFrom(environment);
        assertThat(environment).isEqualTo(Map.of("PATH", "/bin", "TIDEMARK_CONFIG", "none"));
        assertThat(Settings.of(environment).masked())
                .noneMatch(shown -> shown.origin().equals("environment"));
    }

    @Test
    void client_settings_pass_through() {
        Map<String, String> environment = new java.util.HashMap<>(COMPLETE);
        environment.put("KAFKA_SECURITY_PROTOCOL", "SASL_SSL");
        environment.put("KAFKA_HEAP_OPTS", "-Xmx1g");
        environment.put("SCHEMA_REGISTRY_BASIC_AUTH_USER_INFO", "me:secret");
        environment.put("SCHEMA_REGISTRY_SSL_TRUSTSTORE_LOCATION", "/trust");
        Settings settings = Settings.of(environment);
        assertThat(settings.kafka().properties()).isEqualTo(Map.of("security.protocol", "SASL_SSL"));
        assertThat(settings.registry().properties())
                .isEqualTo(Map.of(
                        "basic.auth.user.info", "me:secret",
                        "basic.auth.credentials.source", "USER_INFO",
                        "schema.registry.ssl.truststore.location", "/trust"));
    }

    @Test
    void everything_wrong_is_said_at_once_with_its_name_and_the_fix() throws IOException {
        Map<String, String> environment = Map.of(
                "DATABASE_URL", "mysql://app:hunter2@db/social",
                "KAFKA_BOOTSTRAP_SERVERS", "kafka",
                "SCHEMA_REGISTRY_URL", "registry:8081",
                "NEO4J_URI", "http://graph",
                "TIDEMARK_PREFIX", "Bad Prefix",
                "TIDEMARK_MAPPING", "/nowhere.yaml",
                "TIDEMARK_PARTITIONS", "0",
                "TIDEMARK_BATCH_ROWS", "many",
                "TIDEMARK_METRICS_PORT", "65536");
        Settings settings = load(environment, file("neo4j.pasword = x"), Map.of());
        assertThatThrownBy(() -> settings.require(Setting.values()))
                .isInstanceOfSatisfying(TidemarkException.class, e -> {
                    assertThat(e.category()).isEqualTo(TidemarkException.Category.USAGE);
                    assertThat(String.valueOf(e.getMessage()).lines())
                            .hasSize(11)
                            .noneMatch(line -> line.contains("hunter2"))
                            .anyMatch(line -> line.startsWith("unknown setting neo4j.pasword"))
                            .anyMatch(line -> line.startsWith("DATABASE_URL (environment) is not a Postgres URL"))
                            .anyMatch(line -> line.startsWith("KAFKA_BOOTSTRAP_SERVERS (environment) is 'kafka'"))
                            .anyMatch(line -> line.startsWith("SCHEMA_REGISTRY_URL (environment) is 'registry:8081'"))
                            .anyMatch(line -> line.startsWith("NEO4J_URI (environment) is 'http://graph'"))
                            .anyMatch(line -> line.startsWith("NEO4J_PASSWORD is not set"))
                            .anyMatch(line -> line.startsWith("TIDEMARK_PREFIX (environment) is 'Bad Prefix'"))
                            .anyMatch(line -> line.startsWith("mapping /nowhere.yaml does not exist"))
                            .anyMatch(line -> line.startsWith("TIDEMARK_PARTITIONS (environment) is '0'"))
                            .anyMatch(line -> line.startsWith("TIDEMARK_BATCH_ROWS (environment) is 'many'"))
                            .anyMatch(line -> line.startsWith("TIDEMARK_METRICS_PORT (environment) is '65536'"));
                });
    }
}
