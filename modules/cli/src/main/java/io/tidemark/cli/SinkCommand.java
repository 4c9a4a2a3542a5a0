package io.tidemark.cli;

import io.tidemark.cli.run.AppProbes;
import io.tidemark.cli.run.Lifeline;
import io.tidemark.cli.run.StopSignal;
import io.tidemark.cli.run.Telemetry;
import io.tidemark.cli.terminal.SettingsOptions;
import io.tidemark.settings.Settings;
import io.tidemark.sink.SinkApp;
import io.tidemark.sink.SinkSettings;
import io.tidemark.telemetry.ProcessRegistry;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "sink", description = "Brings the topics into the graph, from where the graph says it is.")
final class SinkCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(SinkCommand.class);

    @Mixin
    private final SettingsOptions options = new SettingsOptions();

    @Override
    public Integer call() throws InterruptedException {
        Settings settings = options.load();
        SinkSettings sink = settings.sink();
        Lifeline.watch();
        try (ProcessRegistry figures = ProcessRegistry.open();
                SinkApp app = new SinkApp(sink, figures.registry());
                Telemetry telemetry =
                        Telemetry.open(settings, Telemetry.SINK_PORT, figures, AppProbes.of(app), LOG::info);
                StopSignal signal = new StopSignal("sink", LOG::info)) {
            telemetry.say();
            signal.listen(app::close);
            app.start();
            app.awaitEnd();
        }
        return ExitCode.OK;
    }
}
