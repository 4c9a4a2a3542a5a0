package io.tidemark.lab.stack;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code stack env}: how to reach the servers, for {@code eval "$(./tidemark stack env)"}. */
@Command(name = "env", description = "Print 'export' lines with the addresses of the servers, for eval in a shell.")
final class StackEnvCommand implements Runnable {

    @Mixin
    private StackHomeOption home = new StackHomeOption();

    @Override
    public void run() {
        home.stack()
                .build()
                .endpoints()
                .environment()
                .forEach((name, value) -> System.out.println("export " + name + "='" + value + "'"));
    }
}
