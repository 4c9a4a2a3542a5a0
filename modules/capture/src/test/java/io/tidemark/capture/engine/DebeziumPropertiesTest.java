package io.tidemark.capture.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.capture.settings.CaptureSettings;
import io.tidemark.capture.settings.TestSettings;
import io.tidemark.connector.TextColumns;
import io.tidemark.model.TableName;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.model.mapping.NodeMapping;
import io.tidemark.model.mapping.PropertyMapping;
import io.tidemark.model.position.Lsn;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DebeziumPropertiesTest {

    /**
     * What only the engine is told. A Connect cluster has its own offsets and retries, nobody else there writes tombstones and
     * heartbeats, and nobody listens for commits and messages.
     */
    private static final Set<String> ENGINE_ONLY = Set.of(
            "errors.max.retries",
            "retriable.restart.connector.wait.ms",
            "slot.max.retries",
            "tombstones.on.delete",
            "heartbeat.interval.ms",
            "provide.transaction.metadata",
            "message.prefix.include.list");

    /** Named by the same variable as the capture's, whose default is {@code tidemark}. */
    private static final String PREFIX = "${env:TIDEMARK_PREFIX}";

    @Test
    void the_file_is_completed_by_the_settings() {
        Properties properties = DebeziumProperties.of(TestSettings.sample(), Optional.empty());
        assertThat(properties)
                .containsEntry("connector.class", "io.debezium.connector.postgresql.PostgresConnector")
                .containsEntry("publication.autocreate.mode", "disabled")
                .containsEntry("provide.transaction.metadata", "true")
                .containsEntry("tombstones.on.delete", "false")
                .containsEntry("topic.prefix", "tidemark")
                .containsEntry("slot.name", "tidemark")
                .containsEntry("publication.name", "tidemark")
                .containsEntry("database.password", "secret")
                .containsEntry("offset.storage", ResumeOffsetStore.class.getName())
                .doesNotContainKey(DebeziumProperties.RESUME_OFFSET);
    }

    @Test
    void driver_parameters_are_passed_on() {
        CaptureSettings settings = TestSettings.of(
                "tidemark", "postgres://u:p@h/d?sslmode=require&loginTimeout=3&options=-c%20search_path%3Dx");
        Properties properties = DebeziumProperties.of(settings, Optional.empty());
        assertThat(properties).containsEntry("database.sslmode", "require").containsEntry("driver.loginTimeout", "3");
        assertThat(properties.getProperty("driver.options")).startsWith("-c search_path=x -c DateStyle=ISO");
    }

    @Test
    void the_table_list_matches_the_mapped_tables_and_no_other() {
        String list =
                DebeziumProperties.of(TestSettings.sample(), Optional.empty()).getProperty("table.include.list");
        assertThat(Arrays.stream(list.split(",", -1)).map(each -> Pattern.compile(each, Pattern.CASE_INSENSITIVE)))
                .hasSize(4)
                .anyMatch(pattern -> pattern.matcher("public.users").matches())
                .noneMatch(pattern -> pattern.matcher("public.Users").matches())
                .noneMatch(pattern -> pattern.matcher("publicxusers").matches())
                .noneMatch(pattern -> pattern.matcher("public.users_old").matches());
    }

    @Test
    void the_column_list_matches_keys_and_mapped_columns_and_no_other() {
        String list =
                DebeziumProperties.of(TestSettings.sample(), Optional.empty()).getProperty("column.include.list");
        assertThat(Arrays.stream(list.split(",", -1)).map(each -> Pattern.compile(each, Pattern.CASE_INSENSITIVE)))
                .hasSize(7)
                .anyMatch(pattern -> pattern.matcher("public.users.id").matches())
                .anyMatch(
                        pattern -> pattern.matcher("public.follows.follower_id").matches())
                .noneMatch(pattern -> pattern.matcher("public.users.password").matches())
                .noneMatch(pattern -> pattern.matcher("public.users.ID").matches());
    }

    @Test
    void a_column_of_any_name_is_matched() {
        List<String> names = List.of(" a, b ", "e-mail", "a\\,b", "имя 😀", "x.y*", "[\"$\\E");
        NodeMapping node = new NodeMapping(
                TableName.parse("users"),
                "User",
                "id",
                IntStream.range(0, names.size())
                        .mapToObj(index -> PropertyMapping.ofText(names.get(index), "p" + index))
                        .toList(),
                null);
        Properties properties =
                DebeziumProperties.of(TestSettings.of(new Mapping(List.of(node), List.of())), Optional.empty());
        for (String list : List.of("column.include.list", TextColumns.PROPERTY)) {
            TextColumns columns = TextColumns.of(properties.getProperty(list));
            assertThat(names).as(list).allMatch(name -> columns.contains("public.users", name));
            assertThat(List.of("a, b", "e_mail", "имя", "xyy", "x.yy"))
                    .noneMatch(name -> columns.contains("public.users", name));
        }
    }

    @Test
    void the_engine_is_told_where_to_go_on_and_nothing_else() {
        assertThat(DebeziumProperties.of(TestSettings.sample(), Optional.of(new Lsn(42))))
                .containsEntry(DebeziumProperties.RESUME_OFFSET, "{\"lsn\":42}");
    }

    @Test
    void kafka_connect_is_told_the_same() throws IOException {
        JsonNode connect = new ObjectMapper()
                .readTree(Path.of("../../connectors/kafka-connect/postgres-source.json")
                        .toFile())
                .get("config");
        Properties file = new Properties();
        try (InputStream stream = getClass().getResourceAsStream("/io/tidemark/capture/debezium.properties")) {
            file.load(stream);
        }
        Properties ours = DebeziumProperties.of(TestSettings.sample(), Optional.empty());
        for (String name : file.stringPropertyNames()) {
            if (!ENGINE_ONLY.contains(name)) {
                assertThat(connect.path(name).asText()).as(name).isEqualTo(file.getProperty(name));
            }
        }
        for (String name : Set.of(
                "table.include.list",
                "slot.name",
                "publication.name",
                "driver.options",
                "database.initial.statements")) {
            assertThat(connect.path(name).asText().replace(PREFIX, "tidemark"))
                    .as(name)
                    .isEqualTo(ours.getProperty(name));
        }
    }
}
