package io.tidemark.cli.console;

import io.tidemark.cli.terminal.SettingsOptions;
import io.tidemark.console.status.ConsoleSettings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every command needs that looks from outside. */
final class ObserverOptions extends SettingsOptions {

    @Option(
            names = "--state",
            paramLabel = "FOLDER",
            description = "the reconciler's folder, to show its last comparison (default: it is not looked for)")
    private @Nullable Path state;

    /** The settings, checked; the mapping alone may be wrong, and then that is shown. */
    ConsoleSettings settings() {
        return load().console(state);
    }
}
