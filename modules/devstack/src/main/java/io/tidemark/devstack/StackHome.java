package io.tidemark.devstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of one stack: its state, its servers' configuration, data and logs. */
record StackHome(Path folder) {

    StackHome {
        folder = folder.toAbsolutePath().normalize();
    }

    Path stateFile() {
        return folder.resolve("stack.json");
    }

    Path lockFile() {
        return folder.resolve("stack.lock");
    }

    Path log(Server server) {
        return folder.resolve("logs").resolve(server.label() + ".log");
    }

    Path data(Server server) {
        return folder.resolve("data").resolve(server.label());
    }

    /** Files that are written anew at every start. */
    Path run(Server server) {
        return folder.resolve("run").resolve(server.label());
    }

    Path guardScript() {
        return folder.resolve("run").resolve("guard.sh");
    }

    void create() {
        try {
            Files.createDirectories(folder.resolve("logs"));
            Files.createDirectories(folder.resolve("data"));
            for (Server server : Server.values()) {
                Files.createDirectories(run(server));
            }
        } catch (IOException e) {
            throw FileTrouble.at(folder, e);
        }
    }
}
