package io.tidemark.cli.move;

import io.tidemark.cli.reconcile.Interruption;
import io.tidemark.cli.reconcile.ReconcileExit;
import io.tidemark.cli.reconcile.TerminalObserver;
import io.tidemark.cli.run.Setup;
import io.tidemark.cli.teardown.GraphScope;
import io.tidemark.cli.teardown.Teardown;
import io.tidemark.cli.terminal.Consent;
import io.tidemark.cli.terminal.SettingsOptions;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.reconciler.run.Endpoints;
import io.tidemark.reconciler.run.ReconcilerSettings;
import io.tidemark.reconciler.run.Session;
import io.tidemark.reconciler.run.StoppedException;
import io.tidemark.settings.Setting;
import io.tidemark.settings.Settings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Moves a pipeline to another prefix, over the same graph. */
@Command(
        name = "move",
        description =
                "Moves the pipeline TIDEMARK_PREFIX to another prefix over the same graph: sets the new one up, waits until it"
                        + " follows, repairs what rows that went in between have left, and with --retire removes the old one. Run it"
                        + " again to resume after a stop or a kill. Exits 3 when rows and graph still differ, 4 when it was stopped.")
public final class MoveCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Mixin
    private final SettingsOptions options = new SettingsOptions();

    @Mixin
    private final Consent consent = new Consent();

    @Option(names = "--to", required = true, paramLabel = "PREFIX", description = "the new prefix")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String to;

    @Option(names = "--retire", description = "at the end, remove what the old pipeline has made")
    private boolean retire;

    @Option(names = "--dry-run", description = "print what would be made and what would be removed; change nothing")
    private boolean dryRun;

    @Option(
            names = "--state",
            paramLabel = "FOLDER",
            description = "the new reconciler's folder (default: ~/.local/state/tidemark/PREFIX)")
    private @Nullable Path folder;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec command;

    @Override
    public Integer call() throws Exception {
        Settings from = options.load();
        from.require(Setting.values());
        Settings settings = from.with(Setting.TIDEMARK_PREFIX, to, "--to");
        settings.require(Setting.values());
        if (to.equals(from.prefix())) {
            throw new TidemarkException(
                    Category.USAGE, "--to names " + to + ", which is the old pipeline's own prefix: give another");
        }
        if (retire && !dryRun) {
            consent.requirePossible("what " + from.prefix() + " has made is removed at the end");
        }
        ReconcilerSettings target = settings.reconciler(folder);
        try (Teardown teardown = new Teardown(from.reconciler(null), GraphScope.OWN, List.of(to));
                Endpoints endpoints = Endpoints.open(target)) {
            OldPipeline old = new OldPipeline(from.prefix(), teardown, endpoints.tidemark(from.prefix()));
            old.requireThere(endpoints.tidemark());
            return dryRun ? plan(teardown, settings, target) : run(old, settings, target);
        }
    }

    private int plan(Teardown old, Settings settings, ReconcilerSettings target) {
        setup(settings, this::print).check();
        try (Teardown made = new Teardown(target, GraphScope.KEEP, List.of())) {
            made.missing().forEach(this::print);
        }
        old.plan().forEach(this::print);
        old.running().forEach(each -> print("running   " + each));
        return ReconcileExit.OK;
    }

    private int run(OldPipeline old, Settings settings, ReconcilerSettings target) throws Exception {
        try (Interruption interruption = new Interruption(ReconcileExit.STOPPED);
                TerminalObserver observer =
                        new TerminalObserver(command.commandLine().getErr());
                Session session = Session.open(target, PATIENCE, observer, interruption.stop())) {
            Move move = new Move(old, session, line -> {
                observer.endBar();
                print(line);
            });
            try {
                return steps(old, move, setup(settings, this::printNew));
            } catch (StoppedException e) {
                observer.say("stopped; run it again to resume");
                return ReconcileExit.STOPPED;
            }
        }
    }

    private int steps(OldPipeline old, Move move, Setup setup) throws InterruptedException {
        old.requireStopped();
        move.setUp(setup);
        move.follow();
        old.requireStopped();
        int swept = move.sweep();
        old.requireStopped();
        if (swept != ReconcileExit.OK) {
            return swept;
        }
        if (retire) {
            return move.retire(consent);
        }
        move.leave();
        return ReconcileExit.OK;
    }

    private static Setup setup(Settings settings, Consumer<String> report) {
        return new Setup(settings.capture(), settings.kafka(), settings.graph(), settings.partitions(), report);
    }

    private void printNew(String line) {
        if (!line.startsWith(Setup.WAS_THERE)) {
            print(line);
        }
    }

    private void print(String line) {
        PrintWriter out = command.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
