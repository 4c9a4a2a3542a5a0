package io.tidemark.cli.reconcile;

import io.tidemark.cli.terminal.Json;
import io.tidemark.cli.terminal.SettingsOptions;
import io.tidemark.model.TableName;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.reconciler.run.ReconcilerSettings;
import io.tidemark.reconciler.run.Session;
import io.tidemark.reconciler.run.StoppedException;
import io.tidemark.settings.Settings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every command of the reconciler has: its options, its session, and how it ends. */
public final class Reconciling extends SettingsOptions {

    @Option(
            names = "--state",
            paramLabel = "FOLDER",
            description = "where checkpoints and the last result are kept (default: ~/.local/state/tidemark/PREFIX)")
    private @Nullable Path folder;

    @Option(names = "--output", description = "text or json, on stdout (default: text)")
    private Output output = Output.TEXT;

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            description = "how long the tidemark may stand still while it is waited for (default: ${DEFAULT-VALUE})",
            defaultValue = "30")
    private int patience;

    private @Nullable TerminalObserver observing;

    /** How results are printed. */
    enum Output {
        TEXT,
        JSON
    }

    /** What a command does once both ends are open. */
    @FunctionalInterface
    public interface Work {

        /** Does it and returns the exit code. */
        int run(Session session) throws Exception;
    }

    /** Opens both ends and the state folder, does the work, and ends well also on Ctrl-C. */
    public int run(Work work) throws Exception {
        return run(ReconcileExit.STOPPED, work);
    }

    /**
     * The same, with another exit code for when it is told to end.
     *
     * @param stopped that exit code
     */
    int run(int stopped, Work work) throws Exception {
        try (Interruption interruption = new Interruption(stopped);
                TerminalObserver observer = new TerminalObserver(commandLine().getErr());
                Session session = Session.open(
                        load().reconciler(folder), Duration.ofSeconds(patience), observer, interruption.stop())) {
            observing = observer;
            try {
                return work.run(session);
            } catch (StoppedException e) {
                observer.say(String.valueOf(e.getMessage()));
                return stopped;
            }
        }
    }

    /** What the reconciler needs, checked. */
    ReconcilerSettings reconciler() {
        return load().reconciler(folder);
    }

    /** The settings of a process that serves metrics besides, checked. */
    Settings watching() {
        Settings settings = load();
        settings.requireWatch();
        return settings;
    }

    boolean isJson() {
        return output == Output.JSON;
    }

    /** Prints a result: the record as JSON where JSON is asked for, else the lines. */
    public void print(Object document, Supplier<List<String>> lines) {
        if (output == Output.JSON) {
            print(Json.of(document));
        } else {
            lines.get().forEach(this::print);
        }
    }

    /** Tells people on stderr. */
    void say(String text) {
        PrintWriter err = commandLine().getErr();
        err.println("tidemark: " + text);
        err.flush();
    }

    /** Prints lines on stdout. */
    void print(String text) {
        if (observing != null) {
            observing.close();
        }
        PrintWriter out = commandLine().getOut();
        out.println(text);
        out.flush();
    }

    /**
     * The tables that were named, in the order of the mapping; all when none was.
     *
     * @throws TidemarkException USAGE when one is not mapped
     */
    static List<ElementMapping> elements(Mapping mapping, List<String> names) {
        if (names.isEmpty()) {
            return mapping.elements();
        }
        List<ElementMapping> chosen = new ArrayList<>();
        for (String name : names) {
            chosen.add(element(mapping, name)
                    .orElseThrow(() -> new TidemarkException(
                            Category.USAGE, "table " + name + " is not mapped: name one of " + mapping.tables())));
        }
        return mapping.elements().stream().filter(chosen::contains).toList();
    }

    private static Optional<ElementMapping> element(Mapping mapping, String name) {
        try {
            return mapping.element(TableName.parse(name));
        } catch (IllegalArgumentException e) {
            throw new TidemarkException(Category.USAGE, String.valueOf(e.getMessage()), e);
        }
    }
}
