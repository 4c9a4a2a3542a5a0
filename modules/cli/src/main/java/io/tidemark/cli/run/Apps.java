package io.tidemark.cli.run;

import io.tidemark.capture.settings.CaptureSettings;
import io.tidemark.cli.settings.Settings;
import io.tidemark.events.TopicNames;
import io.tidemark.sink.SinkSettings;

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
                SinkSettings.DEFAULT_THREADS);
    }
}
