package io.tidemark.devstack.stack;

import io.tidemark.devstack.DevstackException;
import io.tidemark.devstack.Progress;
import io.tidemark.devstack.Server;
import io.tidemark.devstack.Waiting;
import io.tidemark.devstack.process.Guard;
import io.tidemark.devstack.process.Launch;
import io.tidemark.devstack.process.LogTail;
import io.tidemark.devstack.process.ProcessMark;
import io.tidemark.devstack.server.Ports;
import io.tidemark.devstack.server.ServerProgram;
import io.tidemark.devstack.server.StackHome;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Brings one server up. */
final class Starter {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration PATIENCE_WITH_REMAINS = Duration.ofSeconds(15);

    private final StackHome home;
    private final StateFile stateFile;
    private final Progress progress;
    private final BooleanSupplier cancelled;

    Starter(StackHome home, StateFile stateFile, Progress progress, BooleanSupplier cancelled) {
        this.home = home;
        this.stateFile = stateFile;
        this.progress = progress;
        this.cancelled = cancelled;
    }

    /** Returns when the server answers. */
    void start(ServerProgram program, StackState state) {
        Server server = program.server();
        Ports ports = state.ports();
        ports.checkFree(server);
        home.createRun(server);
        Launch launch = program.prepare(ports);
        Guard guard = new Guard(home.guardScript(), state.lifeline());
        progress.starting(server);
        long begun = System.nanoTime();
        Waiting remains = Waiting.upTo(PATIENCE_WITH_REMAINS);
        while (true) {
            LogTail log = LogTail.from(home.log(server));
            ProcessMark process = guard.launch(launch, program.stopSignal(), home.run(server), home.log(server));
            stateFile.update(current -> current.withProcess(server, process));
            if (awaitReady(program, ports, process, log)) {
                progress.ready(server, ports.number(server), Duration.ofNanos(System.nanoTime() - begun));
                return;
            }
            stateFile.update(current -> current.without(server));
            if (!program.mayTryAgain(log) || !remains.pause()) {
                throw new DevstackException(server + " ended while starting: " + log.tellingLine());
            }
        }
    }

    /** False if the process ended before it was ready. */
    private boolean awaitReady(ServerProgram program, Ports ports, ProcessMark process, LogTail log) {
        Waiting waiting = Waiting.upTo(PATIENCE);
        while (!program.answers(ports)) {
            Optional<ProcessHandle> running = process.running();
            if (running.isEmpty()) {
                return false;
            }
            if (cancelled.getAsBoolean()) {
                throw new DevstackException("starting " + program.server() + " was given up");
            }
            if (!waiting.pause()) {
                throw new DevstackException(program.server() + " does not answer after " + PATIENCE.toSeconds() + " s: "
                        + log.tellingLine());
            }
        }
        return true;
    }
}
