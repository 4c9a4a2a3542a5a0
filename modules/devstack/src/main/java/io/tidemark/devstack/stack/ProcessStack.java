package io.tidemark.devstack.stack;

import io.tidemark.devstack.DevstackException;
import io.tidemark.devstack.FileFailure;
import io.tidemark.devstack.Progress;
import io.tidemark.devstack.Server;
import io.tidemark.devstack.ServerStatus;
import io.tidemark.devstack.Stack;
import io.tidemark.devstack.StackEndpoints;
import io.tidemark.devstack.StackSettings;
import io.tidemark.devstack.download.Artifacts;
import io.tidemark.devstack.download.Programs;
import io.tidemark.devstack.download.Versions;
import io.tidemark.devstack.process.ProcessMark;
import io.tidemark.devstack.process.Processes;
import io.tidemark.devstack.server.Ports;
import io.tidemark.devstack.server.ServerProgram;
import io.tidemark.devstack.server.ServerProgram.Surroundings;
import io.tidemark.devstack.server.Servers;
import io.tidemark.devstack.server.StackHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A stack of child processes whose programs come from Maven Central. Everything about it is in its home folder, so that any process
 * can work on it; commands on one home take turns, stacks in different homes run side by side.
 */
public final class ProcessStack implements Stack {

    private static final Duration PATIENCE_WITH_OTHERS = Duration.ofMinutes(2);
    private static final Duration PATIENCE_WITH_STOP = Duration.ofSeconds(30);
    private static final long MEGABYTE = 1024 * 1024;
    private static final long LEAST_FREE_MEGABYTES = 500;

    private final StackHome home;
    private final StateFile stateFile;
    private final @Nullable ProcessMark lifeline;
    private final Path programs;
    private final StackSettings settings;
    private final Progress progress;
    private volatile boolean closing;
    private volatile boolean failed;

    private ProcessStack(Builder builder) {
        this.home = new StackHome(builder.home);
        this.stateFile = new StateFile(home.stateFile());
        this.lifeline = builder.lifeline;
        this.programs = builder.programs;
        this.settings = builder.settings;
        this.progress = builder.progress;
    }

    /** A stack in this folder. Unless told otherwise it ends with the present process. */
    public static Builder in(Path home) {
        return new Builder(home);
    }

    @Override
    public StackEndpoints endpoints() {
        StackState state = stateFile.read();
        return state.ports().endpoints(state.brokers());
    }

    /**
     * The brokers' listeners with TLS and SASL, {@code host:port}; nothing listens there unless {@link StackSettings#tls} is given.
     *
     * @throws DevstackException if the stack was never up
     */
    public String kafkaWithTls() {
        StackState state = stateFile.read();
        return state.ports().kafkaWithTls(state.brokers());
    }

    @Override
    public void up() {
        inTurn(() -> {
            checkDisk();
            StackState state = withoutLeftovers();
            int brokers = brokers(state);
            if (state.nothingRuns()) {
                Ports free = state.ports().madeFree();
                stateFile.update(
                        old -> old.withPorts(free).withLifeline(lifeline).withBrokers(brokers));
            }
            Set<Server> missing = EnumSet.copyOf(Server.of(brokers));
            missing.removeAll(runningIn(state));
            start(missing, stateFile.read());
        });
    }

    @Override
    public void down() {
        inTurn(() -> {
            stop(stateFile.read().servers());
            stateFile.update(state -> state.withLifeline(null));
        });
    }

    @Override
    public void kill(Server server) {
        inTurn(() -> {
            ProcessHandle process = stateFile
                    .read()
                    .running(server)
                    .orElseThrow(() ->
                            new DevstackException(server + " is not running: ./tidemark stack status shows what is"));
            Processes.kill(process);
        });
    }

    @Override
    public void stop(Server server) {
        inTurn(() -> {
            stop(List.of(server));
        });
    }

    @Override
    public void start(Server server) {
        inTurn(() -> {
            StackState state = withoutLeftovers();
            requireKnown(server, state);
            Set<Server> running = runningIn(state);
            if (running.contains(server)) {
                return;
            }
            if (running.isEmpty() && state.lifeline() == null && !state.ports().chosen()) {
                throw new DevstackException("the stack was never up: start it with ./tidemark stack up");
            }
            start(Set.of(server), state);
        });
    }

    @Override
    public List<Server> servers() {
        return stateFile.read().servers();
    }

    @Override
    public List<ServerStatus> status() {
        StackState state = stateFile.read();
        Servers known = servers(new Artifacts(progress));
        return state.servers().stream()
                .map(server -> status(server, state, known))
                .toList();
    }

    /** Stops the servers if they were started to end with this object's lifeline. Also cuts short an {@link #up} of another thread. */
    @Override
    public void close() {
        closing = true;
        if (holdsServers()) {
            down();
        }
    }

    /** Whether the servers end with this object's lifeline; false if they are detached, or somebody else's, or down. */
    public boolean holdsServers() {
        return lifeline != null && lifeline.equals(stateFile.read().lifeline());
    }

    /** Storage is formatted for a number of brokers: it stays. */
    private int brokers(StackState state) {
        int wanted = settings.brokers();
        boolean fresh = state.nothingRuns() && !Files.exists(home.data(Server.KAFKA));
        if (wanted == 0 || fresh) {
            return wanted == 0 ? state.brokers() : wanted;
        }
        if (wanted != state.brokers()) {
            throw new DevstackException("the stack in " + home.folder() + " was made with " + state.brokers()
                    + (state.brokers() == 1 ? " broker" : " brokers") + ", not " + wanted
                    + ": leave --brokers out, or choose another folder with --home");
        }
        return wanted;
    }

    private void requireKnown(Server server, StackState state) {
        if (!state.servers().contains(server)) {
            throw new DevstackException("the stack in " + home.folder() + " has no " + server + ": it is one of "
                    + state.servers().stream().map(Server::label).collect(Collectors.joining(", ")));
        }
    }

    private void inTurn(Runnable change) {
        StackLock lock = StackLock.take(home, PATIENCE_WITH_OTHERS);
        try {
            change.run();
        } finally {
            lock.close();
        }
    }

    private void start(Collection<Server> servers, StackState state) {
        failed = false;
        Starter starter = new Starter(home, stateFile, progress, () -> closing || failed);
        try (Artifacts artifacts = new Artifacts(progress)) {
            Servers known = servers(artifacts);
            Concurrently.forEach(servers, server -> known.program(server).needs(), server -> {
                try {
                    checkNeeds(known.program(server));
                    starter.start(known.program(server), state);
                } catch (RuntimeException e) {
                    failed = true;
                    throw e;
                }
            });
        } catch (RuntimeException e) {
            stop(servers); // all of them or none
            throw e;
        }
    }

    private void checkNeeds(ServerProgram program) {
        StackState state = stateFile.read();
        List<Server> needed = program.needs().stream().sorted().toList();
        if (!needed.isEmpty()
                && needed.stream().allMatch(server -> state.running(server).isEmpty())) {
            Server first = needed.get(0);
            throw new DevstackException(program.server() + " needs " + first
                    + ", which is not running: run ./tidemark stack start " + first + " first");
        }
    }

    private void stop(Collection<Server> servers) {
        Servers known = servers(new Artifacts(progress));
        List<Server> lastFirst =
                servers.stream().sorted(Comparator.reverseOrder()).toList();
        Concurrently.forEach(lastFirst, server -> known.dependents(server), server -> {
            stateFile.read().running(server).ifPresent(process -> stop(known.program(server), process));
            stateFile.update(state -> state.without(server));
        });
    }

    private void stop(ServerProgram program, ProcessHandle process) {
        Processes.signal(process, program.stopSignal());
        if (!Processes.awaitEnd(List.of(process), PATIENCE_WITH_STOP)) {
            Processes.kill(process);
        }
        progress.stopped(program.server());
    }

    /** Ends what was started for a process that is gone, in case its guards have not come to it yet. */
    private StackState withoutLeftovers() {
        if (stateFile.read().isDoomed()) {
            stop(stateFile.read().servers());
            return stateFile.update(state -> state.withLifeline(null));
        }
        return stateFile.read();
    }

    private void checkDisk() {
        try {
            long free = Files.getFileStore(home.folder()).getUsableSpace() / MEGABYTE;
            if (free < LEAST_FREE_MEGABYTES) {
                throw new DevstackException(
                        "only " + free + " MB are free on the disk of " + home.folder() + ": a stack needs "
                                + LEAST_FREE_MEGABYTES + " MB, free some or choose another folder with --home");
            }
        } catch (IOException e) {
            throw FileFailure.at(home.folder(), e);
        }
    }

    private ServerStatus status(Server server, StackState state, Servers known) {
        OptionalInt port = state.ports().chosen() ? OptionalInt.of(state.ports().number(server)) : OptionalInt.empty();
        Optional<ProcessHandle> process = state.running(server);
        if (process.isEmpty()) {
            boolean expected = state.processes().containsKey(server) && !state.isDoomed();
            return new ServerStatus(
                    server,
                    expected ? ServerStatus.State.DEAD : ServerStatus.State.STOPPED,
                    port,
                    OptionalLong.empty());
        }
        boolean answers = known.program(server).answers(state.ports());
        return new ServerStatus(
                server,
                answers ? ServerStatus.State.READY : ServerStatus.State.SILENT,
                port,
                OptionalLong.of(process.get().pid()));
    }

    private Servers servers(Artifacts artifacts) {
        return new Servers(new Surroundings(
                home,
                new Programs(programs, artifacts),
                Versions.ofThisBuild(),
                settings.withBrokers(stateFile.read().brokers()),
                progress));
    }

    private static Set<Server> runningIn(StackState state) {
        return state.processes().keySet().stream()
                .filter(server -> state.running(server).isPresent())
                .collect(Collectors.toSet());
    }

    /** How a stack is to be; see {@link ProcessStack#in}. */
    public static final class Builder {

        private final Path home;
        private @Nullable ProcessMark lifeline = ProcessMark.of(ProcessHandle.current());
        private Path programs = Programs.usualFolder();
        private StackSettings settings = StackSettings.defaults();
        private Progress progress = Progress.SILENT;

        private Builder(Path home) {
            this.home = home;
        }

        /** The servers end within seconds of this process, however it ends. */
        public Builder lifeline(ProcessHandle process) {
            this.lifeline = ProcessMark.of(process);
            return this;
        }

        /** The servers go on until {@link Stack#down}. */
        public Builder detached() {
            this.lifeline = null;
            return this;
        }

        /** Where the servers' programs are kept, for all stacks; by default in the user's cache folder. */
        public Builder programs(Path folder) {
            this.programs = folder;
            return this;
        }

        public Builder settings(StackSettings newSettings) {
            this.settings = newSettings;
            return this;
        }

        public Builder progress(Progress listener) {
            this.progress = listener;
            return this;
        }

        public ProcessStack build() {
            return new ProcessStack(this);
        }
    }
}
