package io.tidemark.cli.run;

import io.tidemark.capture.settings.CaptureSettings;
import io.tidemark.cli.settings.Settings;
import io.tidemark.events.TopicNames;
import io.tidemark.reconciler.side.ReconcilerSettings;
import io.tidemark.sink.SinkSettings;
import java.nio.file.Path;

/** The apps' configurations out of the settings. */
public final class Apps {

    private Apps() {}

    /** What a capture needs. */
    public static CaptureSettings capture(Settings settings) {
        return new CaptureSettings(
                settings.database(),
                settings.kafka().bootstrapServers(),
                settings.kafka().properties(),
                settings.registry(),
                new TopicNames(settings.prefix()),
                settings.mapping());
    }

    /** What a sink needs. */
    public static SinkSettings sink(Settings settings) {
        return new SinkSettings(
                settings.kafka().bootstrapServers(),
                settings.kafka().properties(),
                settings.registry(),
                settings.graph(),
                settings.prefix(),
                settings.mapping(),
                settings.batchRows(),
                SinkSettings.DEFAULT_THREADS,
                settings.sinkInstance().orElse(null));
    }

    /**
     * What a reconciler needs.
     *
     * @param state the folder for its checkpoints and results
     */
    public static ReconcilerSettings reconciler(Settings settings, Path state) {
        return new ReconcilerSettings(
                settings.database(),
                settings.graph(),
                settings.kafka(),
                settings.registry(),
                settings.prefix(),
                settings.mapping(),
                state);
    }
}
