package io.tidemark.lab.stack;

import io.tidemark.devstack.Server;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code stack stop NAME}: ends a server in an orderly way. */
@Command(name = "stop", description = "Stop a server in an orderly way.")
final class StackStopCommand implements Runnable {

    @Mixin
    private StackHomeOption home = new StackHomeOption();

    @Parameters(
            paramLabel = "NAME",
            description = "postgres, kafka, registry or neo4j; with several brokers also kafka-2, kafka-3, controller")
    private String name = "";

    @Override
    public void run() {
        home.stack().build().stop(Server.labelled(name));
    }
}
