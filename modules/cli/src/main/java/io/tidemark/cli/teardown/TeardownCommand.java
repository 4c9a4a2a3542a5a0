package io.tidemark.cli.teardown;

import io.tidemark.cli.terminal.Consent;
import io.tidemark.cli.terminal.SettingsOptions;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.reconciler.run.ReconcilerSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Takes away what a pipeline has made. */
@Command(
        name = "teardown",
        description =
                "Removes what a pipeline has made: slot, publication, topics, group, subjects, state, and of the graph"
                        + " what --graph says. Run it again to resume after a kill.")
public final class TeardownCommand implements Callable<Integer> {

    private static final int LEFT = 1;

    @Mixin
    private final SettingsOptions options = new SettingsOptions();

    @Mixin
    private final Consent consent = new Consent();

    @Option(
            names = "--graph",
            description =
                    "keep: nothing of the graph goes; own: positions, reference labels and constraints, so that it is as if"
                            + " an application had written it; mapped: that, and the mapped nodes and relationships (default:"
                            + " keep)")
    private GraphScope graph = GraphScope.KEEP;

    @Option(
            names = "--skip",
            paramLabel = "PLACE",
            split = ",",
            description =
                    "leave out a server that does not answer or is gone for good: ${COMPLETION-CANDIDATES}; what it holds"
                            + " is listed, and goes when this command is run again with it")
    private Set<Place> skipped = EnumSet.noneOf(Place.class);

    @Option(names = "--dry-run", description = "print what would become of each thing, and change nothing")
    private boolean dryRun;

    @Option(
            names = "--state",
            paramLabel = "FOLDER",
            description = "the reconciler's folder (default: ~/.local/state/tidemark/PREFIX)")
    private @Nullable Path folder;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec command;

    @Override
    public Integer call() {
        ReconcilerSettings settings = options.load().reconciler(folder);
        try (Teardown teardown = new Teardown(settings, graph, skipped)) {
            if (dryRun) {
                teardown.plan().forEach(this::print);
                teardown.running().forEach(each -> print("running   " + each));
                teardown.unseen().forEach(this::print);
                return 0;
            }
            return teardown.run(consent, this::print) == 0 ? 0 : LEFT;
        } catch (TidemarkException e) {
            throw e.category() != Category.RETRY
                    ? e
                    : new TidemarkException(
                            Category.RETRY,
                            e.getMessage() + "; where a server is gone for good, --skip removes the rest",
                            e);
        }
    }

    private void print(String line) {
        PrintWriter out = command.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
