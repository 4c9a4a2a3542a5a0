package io.tidemark.lab.stack;

import io.tidemark.devstack.StackSettings;
import io.tidemark.devstack.stack.ProcessStack;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code stack up}: starts what is not running; in the foreground the servers end with this process. */
@Command(name = "up", description = "Start the servers that are not running and wait until all answer.")
final class StackUpCommand implements Runnable {

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    @Mixin
    private StackHomeOption home = new StackHomeOption();

    @Option(
            names = "--detach",
            description =
                    "Leave the servers running in the background, until 'stack down'. Without it they end with this command.")
    private boolean detach;

    @Option(
            names = "--brokers",
            paramLabel = "N",
            description =
                    "How many brokers Kafka has, from 1 to 3, when the stack is made; 3 replicate every topic to all, with min.insync.replicas 2."
                            + " Default: as many as it has, at first 1.")
    private int brokers;

    @Override
    public void run() {
        ProcessStack.Builder builder =
                home.stack().settings(StackSettings.defaults().withBrokers(brokers));
        ProcessStack stack = detach ? builder.detached().build() : builder.build();
        Thread ending = new Thread(stack::close, "stack-close");
        Runtime.getRuntime().addShutdownHook(ending);
        stack.up();
        if (!stack.holdsServers()) {
            System.err.println(
                    "the stack is up and outlives this command: end it with ./tidemark stack down, and the same"
                            + " --home where one was given");
            return;
        }
        System.err.println("the stack is up: end it with Ctrl-C; ./tidemark stack env prints how to reach it");
        waitWhileHolding(stack);
    }

    // The shutdown hook stops the servers; 'stack down' from elsewhere ends the waiting.
    private static void waitWhileHolding(ProcessStack stack) {
        ServerWatch watch = new ServerWatch(stack, System.err);
        while (stack.holdsServers()) {
            watch.look();
            try {
                Thread.sleep(LOOK_EVERY.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
