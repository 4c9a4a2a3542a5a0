package io.tidemark.capture.settings;

import io.tidemark.events.KafkaSettings;
import io.tidemark.events.RegistrySettings;
import io.tidemark.events.TopicNames;
import io.tidemark.model.TableName;
import io.tidemark.model.mapping.EdgeMapping;
import io.tidemark.model.mapping.EndMapping;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.model.mapping.NodeMapping;
import io.tidemark.postgres.DatabaseUrl;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The sample schema's settings, for tests. */
public final class TestSettings {

    private TestSettings() {}

    public static CaptureSettings of(String prefix, String databaseUrl) {
        return of(prefix, databaseUrl, social());
    }

    public static CaptureSettings of(Mapping mapping) {
        return of("tidemark", "postgres://postgres:secret@localhost:5432/postgres", mapping);
    }

    private static CaptureSettings of(String prefix, String databaseUrl, Mapping mapping) {
        return new CaptureSettings(
                DatabaseUrl.parse(databaseUrl),
                new KafkaSettings("localhost:9092", Map.of()),
                new RegistrySettings("http://localhost:8081", Map.of()),
                new TopicNames(prefix),
                mapping,
                CaptureSettings.Columns.MAPPED);
    }

    public static CaptureSettings sample() {
        return of("tidemark", "postgres://postgres:secret@localhost:5432/postgres");
    }

    private static Mapping social() {
        NodeMapping users = new NodeMapping(TableName.parse("users"), "User", "id", List.of(), null);
        List<EdgeMapping> edges = new ArrayList<>();
        edges.add(edge("follows", "FOLLOWS", "follower_id", "following_id"));
        edges.add(edge("mutes", "MUTES", "muter_id", "muted_id"));
        edges.add(edge("blocks", "BLOCKS", "blocker_id", "blocked_id"));
        return new Mapping(List.of(users), edges);
    }

    private static EdgeMapping edge(String table, String type, String from, String to) {
        return EdgeMapping.byEnds(
                TableName.parse(table),
                type,
                new EndMapping(from, "User"),
                new EndMapping(to, "User"),
                List.of(),
                null);
    }
}
