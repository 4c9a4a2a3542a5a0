package io.tidemark.cli.reconcile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.tidemark.cli.terminal.SettingsOptions;
import io.tidemark.model.TableName;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.reconciler.run.Diagnosis;
import io.tidemark.reconciler.run.Endpoints;
import io.tidemark.reconciler.run.ReconcilerSettings;
import io.tidemark.reconciler.run.StateFolder;
import io.tidemark.reconciler.run.Stop;
import io.tidemark.reconciler.run.StoppedException;
import io.tidemark.reconciler.run.TidemarkWait;
import io.tidemark.settings.Settings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every command of the reconciler has: its options, both sides, and how it ends. */
final class Reconciling extends SettingsOptions {

    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

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

    /** What a command does once both sides are open. */
    @FunctionalInterface
    interface Work {

        /** Does it and returns the exit code. */
        int run(Session session) throws Exception;
    }

    /**
     * Everything open.
     *
     * @param stop asked when the process is told to end
     * @param observer tells people on stderr how it goes on
     */
    record Session(
            Settings settings,
            Endpoints sides,
            StateFolder state,
            TidemarkWait tidemark,
            Stop stop,
            TerminalObserver observer) {}

    /** Opens both sides and the state folder, does the work, and ends well also on Ctrl-C. */
    int run(Work work) throws Exception {
        return run(ReconcileExit.STOPPED, work);
    }

    /**
     * The same, with another exit code for when it is told to end.
     *
     * @param stopped that exit code
     */
    int run(int stopped, Work work) throws Exception {
        Settings settings = load();
        ReconcilerSettings reconciler = settings.reconciler(folder);
        try (Interruption interruption = new Interruption(stopped);
                StateFolder state = StateFolder.open(reconciler.state());
                Endpoints sides = Endpoints.open(reconciler);
                TerminalObserver observer = new TerminalObserver(commandLine().getErr())) {
            observing = observer;
            Stop stop = interruption.stop();
            TidemarkWait tidemark =
                    new TidemarkWait(sides.tidemark(), new Diagnosis(sides), Duration.ofSeconds(patience), stop);
            try {
                return work.run(new Session(settings, sides, state, tidemark, stop, observer));
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
        settings.watch(folder);
        return settings;
    }

    boolean isJson() {
        return output == Output.JSON;
    }

    /** Prints a result as JSON. */
    void printJson(Object result) {
        try {
            print(JSON.writeValueAsString(result));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("results are records", e);
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
