package io.tidemark.devstack.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.devstack.DevstackException;
import io.tidemark.devstack.Server;
import java.io.IOException;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

final class PortsTest {

    @Test
    void every_server_gets_ports_of_its_own() {
        Ports ports = Ports.NONE.madeFree();
        assertThat(ports.numbers().values()).doesNotHaveDuplicates().hasSize(Port.values().length);
        assertThat(ports.chosen()).isTrue();
    }

    @Test
    void free_ports_are_kept() {
        Ports ports = Ports.NONE.madeFree();
        assertThat(ports.madeFree()).isEqualTo(ports);
    }

    @Test
    void only_the_port_somebody_took_is_replaced() throws IOException {
        Ports ports = Ports.NONE.madeFree();
        try (ServerSocket stranger = new ServerSocket()) {
            stranger.bind(Ports.address(ports.number(Port.NEO4J_BOLT)));
            Ports moved = ports.madeFree();
            assertThat(moved.number(Port.NEO4J_BOLT)).isNotEqualTo(ports.number(Port.NEO4J_BOLT));
            assertThat(moved.number(Port.NEO4J_HTTP)).isEqualTo(ports.number(Port.NEO4J_HTTP));
            assertThat(moved.number(Port.KAFKA)).isEqualTo(ports.number(Port.KAFKA));
        }
    }

    @Test
    void a_taken_port_is_named_with_its_server() throws IOException {
        Ports ports = Ports.NONE.madeFree();
        try (ServerSocket stranger = new ServerSocket()) {
            stranger.bind(Ports.address(ports.number(Port.KAFKA)));
            assertThatThrownBy(() -> ports.checkFree(Server.KAFKA))
                    .isInstanceOf(DevstackException.class)
                    .hasMessageContaining("port " + stranger.getLocalPort() + " of kafka is taken");
        }
    }

    @Test
    void without_ports_the_stack_was_never_up() {
        assertThatThrownBy(() -> Ports.NONE.number(Port.KAFKA)).hasMessageContaining("stack up");
    }
}
