package io.tidemark.devstack.server;

import io.tidemark.devstack.FileFailure;
import io.tidemark.devstack.Progress;
import io.tidemark.devstack.Resources;
import io.tidemark.devstack.download.Artifacts;
import io.tidemark.devstack.download.Programs;
import io.tidemark.devstack.download.Versions;
import io.tidemark.devstack.process.Executables;
import io.tidemark.devstack.process.Guard;
import io.tidemark.devstack.process.Launch;
import io.tidemark.devstack.process.ProcessMark;
import io.tidemark.devstack.process.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A standalone worker of Kafka Connect, fetched as the servers are, on a class path and in a process of its own. It ends when this
 * process does.
 */
public final class ConnectWorker implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String STOP_SIGNAL = "TERM";
    private static final int HEAP_MEGABYTES = 384;

    private final ProcessMark process;

    private ConnectWorker(ProcessMark process) {
        this.process = process;
    }

    /**
     * Starts a worker; returns when its process runs, which is before it has begun to work.
     *
     * @param folder for its own files
     * @param worker the worker's properties
     * @param connector a connector as JSON, the way Connect's REST interface takes it
     * @param environment what its configuration provider finds besides this process' own
     * @param log the file its output is appended to
     * @throws DevstackException when it cannot be fetched or started
     */
    public static ConnectWorker start(
            Path folder, Path worker, Path connector, Map<String, String> environment, Path log) {
        Versions versions = Versions.ofThisBuild();
        try (Artifacts artifacts = new Artifacts(Progress.SILENT)) {
            Files.createDirectories(folder);
            Path logging = Resources.copy("kafka-log4j2.properties", folder.resolve("log4j2.properties"));
            List<String> command = List.of(
                    Executables.java(),
                    "-Xmx" + HEAP_MEGABYTES + "m",
                    "-XX:+UseSerialGC",
                    "-Dlog4j2.configurationFile=" + logging,
                    "-cp",
                    classPath(artifacts, versions),
                    "org.apache.kafka.connect.cli.ConnectStandalone",
                    worker.toString(),
                    connector.toString());
            Guard guard = new Guard(folder.resolve("guard.sh"), ProcessMark.of(ProcessHandle.current()));
            return new ConnectWorker(guard.launch(new Launch(command, environment), STOP_SIGNAL, folder, log));
        } catch (IOException e) {
            throw FileFailure.at(folder, e);
        }
    }

    private static String classPath(Artifacts artifacts, Versions versions) {
        return new Programs(Programs.usualFolder(), artifacts)
                .classPath(
                        "kafka-connect-" + versions.kafka(),
                        List.of(
                                "org.apache.kafka:connect-runtime:" + versions.kafka(),
                                "org.apache.logging.log4j:log4j-slf4j-impl:" + versions.log4j()));
    }

    /** Whether it has not ended. */
    public boolean isRunning() {
        return process.running().isPresent();
    }

    /** Ends it as a crash would (SIGKILL); returns once it is gone. */
    public void kill() {
        process.running().ifPresent(Processes::kill);
    }

    /** Ends it in an orderly way, or else by force. */
    @Override
    public void close() {
        Optional<ProcessHandle> running = process.running();
        running.ifPresent(handle -> {
            Processes.signal(handle, STOP_SIGNAL);
            if (!Processes.awaitEnd(List.of(handle), PATIENCE)) {
                Processes.kill(handle);
            }
        });
    }
}
