package io.tidemark.devstack.server;

import io.tidemark.devstack.Server;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of one of Kafka's nodes. A single broker is its own controller; several have one beside them that no broker's death
 * touches, so that brokers can be killed and restarted in any number and order. Pure.
 *
 * @param brokers how many the cluster has
 * @param pem certificates and key of a broker's listener with TLS; null for none
 */
record KafkaConfiguration(
        Server node, int brokers, Ports ports, @Nullable Path pem) {

    private static final int CONTROLLER_ID = 100;

    /** Numbers as in the servers' names: {@code kafka} is 1, {@code kafka-2} is 2. */
    int nodeId() {
        return node == Server.CONTROLLER
                ? CONTROLLER_ID
                : Server.brokers(Server.MOST_BROKERS).indexOf(node) + 1;
    }

    /** The text of its properties file. */
    String text(Path data) {
        boolean single = brokers == 1;
        String controller = ports.hostAndPort(Port.KAFKA_CONTROLLER);
        return roles(single, controller)
                + security()
                + """
                node.id=%1$d
                # voters in the configuration, not in the metadata log: the ports may move from one up to the next
                controller.quorum.voters=%2$d@%3$s
                controller.listener.names=CONTROLLER
                log.dirs=%4$s
                auto.create.topics.enable=false
                group.initial.rebalance.delay.ms=0
                default.replication.factor=%5$d
                min.insync.replicas=%6$d
                offsets.topic.num.partitions=10
                offsets.topic.replication.factor=%5$d
                transaction.state.log.num.partitions=10
                transaction.state.log.replication.factor=%5$d
                transaction.state.log.min.isr=%6$d
                share.coordinator.state.topic.replication.factor=%5$d
                share.coordinator.state.topic.min.isr=%6$d
                # a killed broker is let in again only after its old session has run out, by default after 9 s
                broker.session.timeout.ms=4000
                broker.heartbeat.interval.ms=1000
                log.cleaner.dedupe.buffer.size=33554432
                """.formatted(
                                nodeId(),
                                single ? nodeId() : CONTROLLER_ID,
                                controller,
                                data,
                                brokers,
                                Math.max(1, brokers - 1));
    }

    private String roles(boolean single, String controller) {
        String plain = "BROKER://" + ports.hostAndPort(Port.forClientsOf(node));
        String protocols = "listener.security.protocol.map=BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT"
                + (pem == null ? "" : ",SECURE:SASL_SSL") + "\n";
        if (node == Server.CONTROLLER) {
            return "process.roles=controller\nlisteners=CONTROLLER://" + controller + "\n" + protocols;
        }
        String clients = plain + (pem == null ? "" : ",SECURE://" + ports.hostAndPort(Port.secureOf(node)));
        return "process.roles=" + (single ? "broker,controller" : "broker") + "\nlisteners=" + clients
                + (single ? ",CONTROLLER://" + controller : "") + "\nadvertised.listeners=" + clients
                + "\ninter.broker.listener.name=BROKER\n" + protocols;
    }

    /** The controller's, too: it answers for the brokers, and is asked by them without a name. */
    private String security() {
        if (pem == null) {
            return "";
        }
        String rights = """
                authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
                super.users=User:ANONYMOUS
                """;
        return node == Server.CONTROLLER ? rights : rights + """
                listener.name.secure.ssl.keystore.type=PEM
                listener.name.secure.ssl.keystore.location=%s
                listener.name.secure.sasl.enabled.mechanisms=SCRAM-SHA-512
                listener.name.secure.scram-sha-512.sasl.jaas.config=\
                  org.apache.kafka.common.security.scram.ScramLoginModule required;
                """.formatted(pem);
    }
}
