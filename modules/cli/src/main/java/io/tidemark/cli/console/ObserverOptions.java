package io.tidemark.cli.console;

import io.tidemark.cli.run.Apps;
import io.tidemark.cli.settings.Setting;
import io.tidemark.cli.settings.Settings;
import io.tidemark.cli.settings.SettingsOptions;
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
        Settings settings = load();
        settings.require(
                Setting.DATABASE_URL,
                Setting.KAFKA_BOOTSTRAP_SERVERS,
                Setting.NEO4J_URI,
                Setting.NEO4J_USER,
                Setting.NEO4J_PASSWORD,
                Setting.TIDEMARK_PREFIX);
        return Apps.console(settings, state);
    }
}
