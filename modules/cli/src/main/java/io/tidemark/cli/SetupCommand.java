package io.tidemark.cli;

import io.tidemark.cli.run.Setup;
import io.tidemark.cli.terminal.SettingsOptions;
import io.tidemark.settings.Setting;
import io.tidemark.settings.Settings;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "setup",
        description = "Makes the publication, the topics and the constraints; what is there already stays as it is.")
final class SetupCommand implements Callable<Integer> {

    @Mixin
    private final SettingsOptions options = new SettingsOptions();

    @Option(
            names = "--dry-run",
            description =
                    "print what would be made or changed, with its statement, and change nothing; exit code 0 when nothing would,"
                            + " 3 when something would")
    private boolean dryRun;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec command;

    @Override
    public Integer call() {
        Settings settings = options.load();
        settings.require(Setting.values());
        PrintWriter out = command.commandLine().getOut();
        Setup setup = new Setup(settings.capture(), settings.kafka(), settings.graph(), settings.partitions(), line -> {
            out.println(line);
            out.flush();
        });
        if (!dryRun) {
            setup.run();
            return ExitCode.OK;
        }
        if (setup.plan() > 0) {
            return ExitCode.DRIFT;
        }
        out.println("nothing would change");
        return ExitCode.OK;
    }
}
