package io.tidemark.devstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class ServerTest {

    @Test
    void a_server_is_found_by_its_label() {
        assertThat(Server.labelled("neo4j")).isEqualTo(Server.NEO4J);
        assertThat(Server.labelled("Kafka")).isEqualTo(Server.KAFKA);
    }

    @Test
    void an_unknown_name_is_answered_with_the_known_ones() {
        assertThatThrownBy(() -> Server.labelled("zookeeper"))
                .isInstanceOf(DevstackException.class)
                .hasMessageContaining("zookeeper")
                .hasMessageContaining("postgres, kafka, registry, neo4j");
    }
}
