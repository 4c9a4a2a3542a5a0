package io.tidemark.cli;

import io.tidemark.cli.run.AppProbes;
import io.tidemark.cli.run.Apps;
import io.tidemark.cli.run.Lifeline;
import io.tidemark.cli.run.StopSignal;
import io.tidemark.cli.run.Telemetry;
import io.tidemark.cli.settings.Setting;
import io.tidemark.cli.settings.Settings;
import io.tidemark.cli.settings.SettingsOptions;
import io.tidemark.sink.SinkApp;
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
        settings.require(
                Setting.KAFKA_BOOTSTRAP_SERVERS,
                Setting.SCHEMA_REGISTRY_URL,
                Setting.NEO4J_URI,
                Setting.NEO4J_USER,
                Setting.NEO4J_PASSWORD,
                Setting.TIDEMARK_PREFIX,
                Setting.TIDEMARK_SINK_INSTANCE,
                Setting.TIDEMARK_MAPPING,
                Setting.TIDEMARK_BATCH_ROWS,
                Setting.TIDEMARK_METRICS_HOST,
                Setting.TIDEMARK_METRICS_PORT);
        Lifeline.watch();
        try (ProcessRegistry figures = ProcessRegistry.open();
                SinkApp app = new SinkApp(Apps.sink(settings), figures.registry());
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
