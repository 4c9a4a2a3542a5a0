package io.tidemark.telemetry;

import java.util.function.Supplier;

/**
 * What an orchestrator may ask a process. Each answers at once, from any thread, and contacts nobody: an outage of Postgres,
 * Kafka or Neo4j may make a process unready, never dead.
 *
 * @param startup whether it has started; the others are not asked before
 * @param live whether it should be left running; no means that only a restart helps
 * @param ready whether it does its work just now
 */
public record Probes(Supplier<Probe> startup, Supplier<Probe> live, Supplier<Probe> ready) {

    /** Of a process that is there when it answers. */
    public static Probes always() {
        Supplier<Probe> yes = () -> Probe.passed("running");
        return new Probes(yes, yes, yes);
    }
}
