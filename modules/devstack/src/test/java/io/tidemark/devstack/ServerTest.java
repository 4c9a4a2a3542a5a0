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
    void brokers_have_numbers() {
        assertThat(Server.labelled("kafka-1")).isEqualTo(Server.KAFKA);
        assertThat(Server.labelled("kafka-3")).isEqualTo(Server.KAFKA_3);
    }

    @Test
    void only_several_brokers_have_a_controller_beside_them() {
        assertThat(Server.of(1)).containsExactly(Server.POSTGRES, Server.KAFKA, Server.REGISTRY, Server.NEO4J);
        assertThat(Server.of(3)).containsExactly(Server.values());
    }

    @Test
    void an_unknown_name_is_answered_with_the_known_ones() {
        assertThatThrownBy(() -> Server.labelled("zookeeper"))
                .isInstanceOf(DevstackException.class)
                .hasMessageContaining("zookeeper")
                .hasMessageContaining("postgres, controller, kafka, kafka-2, kafka-3, registry, neo4j");
    }
}
