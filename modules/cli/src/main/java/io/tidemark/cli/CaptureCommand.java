package io.tidemark.cli;

import io.tidemark.capture.CaptureApp;
import io.tidemark.capture.settings.CaptureSettings;
import io.tidemark.cli.run.AppProbes;
import io.tidemark.cli.run.Lifeline;
import io.tidemark.cli.run.StopSignal;
import io.tidemark.cli.run.Telemetry;
import io.tidemark.cli.terminal.SettingsOptions;
import io.tidemark.settings.Settings;
import io.tidemark.telemetry.ProcessRegistry;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "capture",
        description = "Brings what Postgres commits into the topics: a snapshot first, then the log.")
final class CaptureCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(CaptureCommand.class);

    @Mixin
    private final SettingsOptions options = new SettingsOptions();

    @Option(
            names = "--resnapshot",
            description =
                    "Begin with a new snapshot and remove from the topics what it does not hold; for when Postgres no"
                            + " longer goes on from where the capture stopped (exit code 6).")
    private boolean resnapshot;

    @Override
    public Integer call() {
        Settings settings = options.load();
        CaptureSettings capture = settings.capture();
        Lifeline.watch();
        try (ProcessRegistry figures = ProcessRegistry.open();
                CaptureApp app = new CaptureApp(capture, resnapshot, figures.registry());
                Telemetry telemetry =
                        Telemetry.open(settings, Telemetry.CAPTURE_PORT, figures, AppProbes.of(app), LOG::info);
                StopSignal signal = new StopSignal("capture", LOG::info)) {
            telemetry.say();
            signal.listen(app::close);
            app.start();
            app.awaitEnd();
        }
        return ExitCode.OK;
    }
}
