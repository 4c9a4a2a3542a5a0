package io.tidemark.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.events.KafkaSettings;
import io.tidemark.events.RegistrySettings;
import io.tidemark.graphstore.GraphSettings;
import io.tidemark.model.TableName;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.model.mapping.NodeMapping;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SinkSettingsTest {

    @Test
    void the_prefix_names_group_and_topics() {
        SinkSettings settings = settings("kafka:9092", "shop", 5_000, 1);
        assertThat(settings.applicationId()).isEqualTo("shop-sink");
        assertThat(settings.topics()).containsExactly("shop.public.users");
    }

    @Test
    void client_properties_pass_through_but_cannot_undo_what_the_sink_rests_on() {
        Properties properties = StreamsSettings.of(settings("kafka:9092", "shop", 500, 2));
        assertThat(properties)
                .containsEntry("security.protocol", "SSL")
                .containsEntry("main.consumer.isolation.level", "read_committed")
                .containsEntry("main.consumer.max.poll.records", 500)
                .containsEntry("num.stream.threads", 2)
                .containsEntry("group.protocol", "classic");
    }

    @Test
    void a_sink_with_a_name_of_its_own_has_a_minute_to_come_back() {
        assertThat(StreamsSettings.of(settings("kafka:9092", "shop", 1, 1, "sink-0")))
                .containsEntry("main.consumer.group.instance.id", "sink-0")
                .containsEntry("main.consumer.session.timeout.ms", 60_000);
        assertThat(StreamsSettings.of(settings("kafka:9092", "shop", 1, 1)))
                .doesNotContainKey("main.consumer.group.instance.id")
                .containsEntry("main.consumer.session.timeout.ms", 6_000);
    }

    @Test
    void secrets_are_not_shown() {
        assertThat(settings("kafka:9092", "shop", 1, 1).toString()).doesNotContain("hunter2", "SSL");
    }

    @Test
    void rejects() {
        assertThatThrownBy(() -> settings(" ", "shop", 1, 1)).hasMessageContaining("bootstrapServers");
        assertThatThrownBy(() -> settings("kafka:9092", "", 1, 1)).hasMessageContaining("topicPrefix");
        assertThatThrownBy(() -> settings("kafka:9092", "shop", 0, 1)).hasMessageContaining("batchSize");
        assertThatThrownBy(() -> settings("kafka:9092", "shop", 1, 0)).hasMessageContaining("threads");
        assertThatThrownBy(() -> settings("kafka:9092", "shop", 1, 1, " ")).hasMessageContaining("instance");
    }

    private static SinkSettings settings(String bootstrap, String prefix, int batchSize, int threads) {
        return settings(bootstrap, prefix, batchSize, threads, null);
    }

    private static SinkSettings settings(
            String bootstrap, String prefix, int batchSize, int threads, @Nullable String instance) {
        NodeMapping users = new NodeMapping(TableName.parse("public.users"), "User", "id", List.of(), null);
        return new SinkSettings(
                new KafkaSettings(bootstrap, Map.of("security.protocol", "SSL", "isolation.level", "read_uncommitted")),
                new RegistrySettings("http://localhost:8081", Map.of()),
                new GraphSettings("bolt://localhost:7687", "neo4j", "hunter2"),
                prefix,
                new Mapping(List.of(users), List.of()),
                batchSize,
                threads,
                instance);
    }
}
