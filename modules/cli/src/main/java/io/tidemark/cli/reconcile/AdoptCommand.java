package io.tidemark.cli.reconcile;

import io.tidemark.cli.terminal.Json;
import io.tidemark.cli.terminal.SettingsOptions;
import io.tidemark.reconciler.adopt.Adopt;
import io.tidemark.reconciler.adopt.Adoption;
import io.tidemark.reconciler.run.Endpoints;
import io.tidemark.reconciler.run.StoppedException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Takes over a graph that dual writes have filled. */
@Command(
        name = "adopt",
        description =
                "Takes over a graph that dual writes have filled: nodes with a mapped label become Tidemark's, in place; duplicates and keys"
                        + " that no row can have are listed. Run it again after a kill. Exits 5 when something is left to do.")
public final class AdoptCommand implements Callable<Integer> {

    @Mixin
    private final SettingsOptions options = new SettingsOptions();

    @Option(names = "--dry-run", description = "say what it would do, and change nothing")
    private boolean dryRun;

    @Option(names = "--json", description = "print a JSON object")
    private boolean json;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "how many keys of each list to name (default: ${DEFAULT-VALUE})",
            defaultValue = "20")
    private int limit;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec command;

    @Override
    public Integer call() {
        Optional<Adoption> adoption = adopt();
        adoption.ifPresent(this::print);
        return adoption.map(done -> done.left().isEmpty() ? ReconcileExit.OK : ReconcileExit.INCOMPLETE)
                .orElse(ReconcileExit.STOPPED);
    }

    /** Empty when it was stopped. */
    private Optional<Adoption> adopt() {
        try (Interruption interruption = new Interruption(ReconcileExit.STOPPED);
                TerminalObserver observer =
                        new TerminalObserver(command.commandLine().getErr());
                Endpoints endpoints = Endpoints.open(options.load().reconciler(null))) {
            try {
                return Optional.of(new Adopt(endpoints, observer, interruption.stop(), Adopt.BATCH, limit).run(dryRun));
            } catch (StoppedException e) {
                observer.say(String.valueOf(e.getMessage()));
                return Optional.empty();
            }
        }
    }

    private void print(Adoption adoption) {
        PrintWriter out = command.commandLine().getOut();
        if (json) {
            out.println(Json.of(adoption));
        } else {
            AdoptText.lines(adoption).forEach(out::println);
        }
        out.flush();
        PrintWriter err = command.commandLine().getErr();
        adoption.left().forEach(problem -> err.println("tidemark: " + problem));
        err.flush();
    }
}
