package io.tidemark.cli.terminal;

import io.tidemark.settings.Setting;
import io.tidemark.settings.Settings;
import io.tidemark.settings.SettingsLoader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The flags of every command with settings: these two, and one per {@link Setting}. Commands with more in common extend it. */
public class SettingsOptions {

    @Option(names = "--config", paramLabel = "FILE", description = "settings file (default: tidemark.properties)")
    private @Nullable Path file;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "any setting, also one passed on, as in --set kafka.security.protocol=SSL")
    private Map<String, String> set = new LinkedHashMap<>();

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec command;

    /** Gives every command below this one that has settings its flags. */
    public static void declare(CommandLine commands) {
        for (CommandLine command : commands.getSubcommands().values()) {
            CommandSpec spec = command.getCommandSpec();
            if (spec.mixins().values().stream().anyMatch(mixin -> mixin.userObject() instanceof SettingsOptions)) {
                for (Setting setting : Setting.values()) {
                    spec.addOption(OptionSpec.builder(setting.flag())
                            .type(String.class)
                            .paramLabel("VALUE")
                            .description(setting + ": " + setting.form())
                            .build());
                }
            }
            declare(command);
        }
    }

    /** The command these belong to. */
    protected final CommandLine commandLine() {
        return command.commandLine();
    }

    /** The settings of this process: its environment, the file and these flags. */
    public final Settings load() {
        return load(System.getenv());
    }

    /** The same with another environment. */
    public final Settings load(Map<String, String> environment) {
        Map<String, String> flags = new HashMap<>();
        set.forEach((name, value) -> flags.put(SettingsLoader.propertyOf(name), value));
        for (Setting setting : Setting.values()) {
            String value = command.commandLine().getParseResult().matchedOptionValue(setting.flag(), null);
            if (value != null) {
                flags.put(setting.property(), value);
            }
        }
        return new SettingsLoader(environment, file, flags).load();
    }
}
