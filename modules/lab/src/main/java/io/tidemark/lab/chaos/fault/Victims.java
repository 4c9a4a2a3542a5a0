package io.tidemark.lab.chaos.fault;

import io.tidemark.devstack.Server;
import io.tidemark.devstack.Stack;
import io.tidemark.devstack.proxy.FaultProxy;
import io.tidemark.lab.pipeline.Brokers;
import java.util.Map;

/**
 * Everything that can be hurt.
 *
 * @param links the ways of capture and sink to the servers, as far as they lead through a proxy
 * @param administrator who changes the database
 * @param brokers Kafka's
 */
public record Victims(
        SupervisedApp capture,
        SupervisedApp sink,
        Stack stack,
        Map<Server, FaultProxy> links,
        Administrator administrator,
        Brokers brokers) {

    public Victims {
        links = Map.copyOf(links);
    }

    /** Makes everything good again and returns when all servers answer. */
    public void heal() {
        links.values().forEach(FaultProxy::heal);
        capture.thaw();
        sink.thaw();
        for (Server server : stack.servers()) {
            stack.start(server);
        }
        administrator.restore();
        capture.start();
        sink.start();
    }
}
