package io.tidemark.lab.stack;

import io.tidemark.devstack.Server;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code stack kill NAME}: ends a server the way a crash does. */
@Command(name = "kill", description = "End a server as a crash would (SIGKILL).")
final class StackKillCommand implements Runnable {

    @Mixin
    private StackHomeOption home = new StackHomeOption();

    @Parameters(
            paramLabel = "NAME",
            description = "postgres, kafka, registry or neo4j; with several brokers also kafka-2, kafka-3, controller")
    private String name = "";

    @Override
    public void run() {
        home.stack().build().kill(Server.labelled(name));
    }
}
