package io.tidemark.devstack.server;

import io.tidemark.devstack.Progress;
import io.tidemark.devstack.Server;
import io.tidemark.devstack.StackSettings;
import io.tidemark.devstack.download.Programs;
import io.tidemark.devstack.download.Versions;
import io.tidemark.devstack.process.Launch;
import io.tidemark.devstack.process.LogTail;
import java.nio.file.Path;
import java.util.Set;

/** What differs between the servers. */
public interface ServerProgram {

    Server server();

    /** The servers that are started before this one; one of them must run while it starts. */
    default Set<Server> needs() {
        return Set.of();
    }

    /** Fetches the program, makes the data folder if there is none, writes the configuration. */
    Launch prepare(Ports ports);

    /** Whether clients can use it now; comes back within a second or two. */
    boolean answers(Ports ports);

    /** The signal that asks it to end in an orderly way, without {@code SIG}. */
    default String stopSignal() {
        return "TERM";
    }

    /** Whether it ended only because the remains of its predecessor are still about, so that it can be tried again. */
    default boolean mayTryAgain(LogTail log) {
        return false;
    }

    /** What a program is given. */
    record Surroundings(
            StackHome home, Programs programs, Versions versions, StackSettings settings, Progress progress) {

        Path data(Server server) {
            return home.data(server);
        }
    }
}
