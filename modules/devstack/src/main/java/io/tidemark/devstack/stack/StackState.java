package io.tidemark.devstack.stack;

import io.tidemark.devstack.Server;
import io.tidemark.devstack.process.ProcessMark;
import io.tidemark.devstack.server.Ports;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a stack remembers between commands.
 *
 * @param lifeline the process whose death ends the servers; null when they are to outlive everybody
 * @param processes the servers that were started and not stopped since; some may have died
 * @param brokers how many it has; states from before there could be several do not say
 */
record StackState(@Nullable ProcessMark lifeline, Ports ports, Map<Server, ProcessMark> processes, int brokers) {

    static final StackState EMPTY = new StackState(null, Ports.NONE, Map.of(), 1);

    StackState {
        brokers = Math.max(1, brokers);
        processes = processes.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(processes));
    }

    StackState withLifeline(@Nullable ProcessMark newLifeline) {
        return new StackState(newLifeline, ports, processes, brokers);
    }

    StackState withPorts(Ports newPorts) {
        return new StackState(lifeline, newPorts, processes, brokers);
    }

    StackState withBrokers(int number) {
        return new StackState(lifeline, ports, processes, number);
    }

    StackState withProcess(Server server, ProcessMark process) {
        Map<Server, ProcessMark> changed = new EnumMap<>(Server.class);
        changed.putAll(processes);
        changed.put(server, process);
        return new StackState(lifeline, ports, changed, brokers);
    }

    StackState without(Server server) {
        Map<Server, ProcessMark> changed = new EnumMap<>(Server.class);
        changed.putAll(processes);
        changed.remove(server);
        return new StackState(lifeline, ports, changed, brokers);
    }

    /** The servers of the stack, whether they run or not. */
    List<Server> servers() {
        return Server.of(brokers);
    }

    Optional<ProcessHandle> running(Server server) {
        return Optional.ofNullable(processes.get(server)).flatMap(ProcessMark::running);
    }

    boolean nothingRuns() {
        return processes.values().stream().noneMatch(ProcessMark::isRunning);
    }

    /** Whether the process on which the servers hang is gone, so that their guards are about to end them. */
    boolean isDoomed() {
        return lifeline != null && !lifeline.isRunning();
    }
}
