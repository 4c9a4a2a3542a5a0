package io.tidemark.devstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.Test;

final class StackEndpointsTest {

    @Test
    void every_endpoint_has_the_name_under_which_the_apps_read_it() {
        StackEndpoints endpoints = new StackEndpoints(
                "postgres://u:p@127.0.0.1:1/tidemark",
                "127.0.0.1:2",
                "http://127.0.0.1:3/apis/ccompat/v7",
                "bolt://127.0.0.1:4",
                "neo4j",
                "secret");
        assertThat(endpoints.environment())
                .containsExactly(
                        entry("DATABASE_URL", "postgres://u:p@127.0.0.1:1/tidemark"),
                        entry("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:2"),
                        entry("SCHEMA_REGISTRY_URL", "http://127.0.0.1:3/apis/ccompat/v7"),
                        entry("NEO4J_URI", "bolt://127.0.0.1:4"),
                        entry("NEO4J_USER", "neo4j"),
                        entry("NEO4J_PASSWORD", "secret"));
    }
}
