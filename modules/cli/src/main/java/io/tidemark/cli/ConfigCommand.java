package io.tidemark.cli;

import io.tidemark.cli.terminal.SettingsOptions;
import io.tidemark.cli.terminal.TextTable;
import io.tidemark.cli.terminal.TextTable.Column;
import io.tidemark.settings.Setting;
import io.tidemark.settings.Settings;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "config",
        description = "Prints every setting with its origin, secrets masked; exits 2 when one is wrong.",
        footer = {
            "",
            "Besides the settings below, kafka.* (security.protocol, sasl.*, ssl.*, …) goes to the Kafka clients and",
            "schema.registry.* (basic.auth.user.info, ssl.*, …) to the registry's. Environment variables, the settings",
            "file and flags count in this order, the later over the earlier. X_FILE names a file that holds X."
        })
final class ConfigCommand implements Callable<Integer> {

    @Mixin
    private final SettingsOptions options = new SettingsOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec command;

    @Override
    public Integer call() {
        Settings settings = options.load();
        PrintWriter out = command.commandLine().getOut();
        TextTable table = TextTable.of(Column.left(28), Column.left(52), Column.left(0));
        settings.masked().forEach(line -> out.println(table.line(line.name(), line.value(), line.origin())));
        out.flush();
        settings.require(Setting.values());
        return ExitCode.OK;
    }
}
