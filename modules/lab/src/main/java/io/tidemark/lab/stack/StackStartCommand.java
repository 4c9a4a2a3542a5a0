package io.tidemark.lab.stack;

import io.tidemark.devstack.Server;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code stack start NAME}: brings a server back, on its port and data. */
@Command(name = "start", description = "Start a stopped or killed server and wait until it answers.")
final class StackStartCommand implements Runnable {

    @Mixin
    private StackHomeOption home = new StackHomeOption();

    @Parameters(
            paramLabel = "NAME",
            description = "postgres, kafka, registry or neo4j; with several brokers also kafka-2, kafka-3, controller")
    private String name = "";

    @Override
    public void run() {
        home.stack().build().start(Server.labelled(name));
    }
}
