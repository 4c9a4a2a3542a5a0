package io.tidemark.lab.stack;

import io.tidemark.devstack.ServerStatus;
import io.tidemark.devstack.ServerStatus.State;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** {@code stack status}: a line for each server; exit code 1 unless all are ready. */
@Command(name = "status", description = "Show the servers; exits with 1 unless all are ready.")
final class StackStatusCommand implements Callable<Integer> {

    @Mixin
    private StackHomeOption home = new StackHomeOption();

    @Override
    public Integer call() {
        boolean allReady = true;
        for (ServerStatus status : home.stack().build().status()) {
            System.out.println(line(status));
            allReady &= status.state() == State.READY;
        }
        return allReady ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    static String line(ServerStatus status) {
        String port = status.port().isPresent() ? "port " + status.port().getAsInt() : "no port yet";
        String pid = status.pid().isPresent() ? "pid " + status.pid().getAsLong() : "";
        return String.format("%-10s  %-19s  %-11s  %s", status.server().label(), words(status.state()), port, pid)
                .stripTrailing();
    }

    static String words(State state) {
        return switch (state) {
            case READY -> "ready";
            case SILENT -> "does not answer";
            case STOPPED -> "stopped";
            case DEAD -> "died or was killed";
        };
    }
}
