package io.tidemark.lab.stack;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code stack down}: stops all servers and keeps their data. */
@Command(name = "down", description = "Stop all servers; their data stays.")
final class StackDownCommand implements Runnable {

    @Mixin
    private StackHomeOption home = new StackHomeOption();

    @Override
    public void run() {
        home.stack().build().down();
    }
}
