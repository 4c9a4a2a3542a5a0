package io.tidemark.devstack.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.devstack.Server;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class KafkaConfigurationTest {

    private final Ports ports = Ports.NONE.madeFree();

    private Properties of(Server node, int brokers, @Nullable Path pem) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(new KafkaConfiguration(node, brokers, ports, pem).text(Path.of("/data"))));
        return properties;
    }

    @Test
    void a_single_broker_is_its_own_controller_and_keeps_topics_once() throws IOException {
        assertThat(of(Server.KAFKA, 1, null))
                .containsEntry("process.roles", "broker,controller")
                .containsEntry("controller.quorum.voters", "1@" + ports.hostAndPort(Port.KAFKA_CONTROLLER))
                .containsEntry("default.replication.factor", "1")
                .containsEntry("min.insync.replicas", "1")
                .containsEntry("transaction.state.log.min.isr", "1");
    }

    @Test
    void three_brokers_keep_topics_three_times_and_have_a_controller_beside_them() throws IOException {
        assertThat(of(Server.KAFKA_3, 3, null))
                .containsEntry("process.roles", "broker")
                .containsEntry("node.id", "3")
                .containsEntry("listeners", "BROKER://" + ports.hostAndPort(Port.KAFKA_3))
                .containsEntry("default.replication.factor", "3")
                .containsEntry("min.insync.replicas", "2")
                .containsEntry("offsets.topic.replication.factor", "3")
                .containsEntry("transaction.state.log.min.isr", "2");
        assertThat(of(Server.CONTROLLER, 3, null))
                .containsEntry("process.roles", "controller")
                .containsEntry("controller.quorum.voters", "100@" + ports.hostAndPort(Port.KAFKA_CONTROLLER))
                .containsEntry("listeners", "CONTROLLER://" + ports.hostAndPort(Port.KAFKA_CONTROLLER))
                .containsEntry("default.replication.factor", "3");
    }

    @Test
    void rights_are_the_controllers_too_and_tls_is_the_brokers() throws IOException {
        Path pem = Path.of("/tls.pem");
        assertThat(of(Server.KAFKA_2, 3, pem))
                .containsKeys("authorizer.class.name", "listener.name.secure.ssl.keystore.location")
                .containsEntry(
                        "listeners",
                        "BROKER://" + ports.hostAndPort(Port.KAFKA_2) + ",SECURE://"
                                + ports.hostAndPort(Port.KAFKA_2_SECURE));
        assertThat(of(Server.CONTROLLER, 3, pem))
                .containsKey("authorizer.class.name")
                .doesNotContainKey("listener.name.secure.ssl.keystore.location");
    }
}
