package io.tidemark.devstack.server;

import io.tidemark.devstack.FileFailure;
import io.tidemark.devstack.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of one stack: its state, its servers' configuration, data and logs. */
public record StackHome(Path folder) {

    public StackHome {
        folder = folder.toAbsolutePath().normalize();
    }

    public Path stateFile() {
        return folder.resolve("stack.json");
    }

    public Path lockFile() {
        return folder.resolve("stack.lock");
    }

    public Path log(Server server) {
        return folder.resolve("logs").resolve(server.label() + ".log");
    }

    /** Where a server keeps its data; there is nothing before its first start. */
    public Path data(Server server) {
        return folder.resolve("data").resolve(server.label());
    }

    /** Files that are written anew at every start. */
    public Path run(Server server) {
        return folder.resolve("run").resolve(server.label());
    }

    public Path guardScript() {
        return folder.resolve("run").resolve("guard.sh");
    }

    public void create() {
        try {
            Files.createDirectories(folder.resolve("logs"));
            Files.createDirectories(folder.resolve("data"));
            Files.createDirectories(folder.resolve("run"));
        } catch (IOException e) {
            throw FileFailure.at(folder, e);
        }
    }

    /** Makes the {@link #run} folder of a server. */
    public void createRun(Server server) {
        try {
            Files.createDirectories(run(server));
        } catch (IOException e) {
            throw FileFailure.at(run(server), e);
        }
    }
}
