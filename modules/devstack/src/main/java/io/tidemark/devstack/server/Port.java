package io.tidemark.devstack.server;

import io.tidemark.devstack.Server;
import java.util.Arrays;
import java.util.List;

/** The ports of a stack. The first of a server is the one its clients use. */
enum Port {
    POSTGRES(Server.POSTGRES),
    KAFKA_CONTROLLER(Server.CONTROLLER),
    KAFKA(Server.KAFKA),
    KAFKA_SECURE(Server.KAFKA),
    KAFKA_2(Server.KAFKA_2),
    KAFKA_2_SECURE(Server.KAFKA_2),
    KAFKA_3(Server.KAFKA_3),
    KAFKA_3_SECURE(Server.KAFKA_3),
    REGISTRY(Server.REGISTRY),
    NEO4J_BOLT(Server.NEO4J),
    NEO4J_HTTP(Server.NEO4J);

    private final Server server;

    Port(Server server) {
        this.server = server;
    }

    static List<Port> of(Server server) {
        return Arrays.stream(values()).filter(port -> port.server == server).toList();
    }

    static Port forClientsOf(Server server) {
        return of(server).get(0);
    }

    /** A broker's, for its listener with TLS and SASL. */
    static Port secureOf(Server broker) {
        return of(broker).get(1);
    }
}
