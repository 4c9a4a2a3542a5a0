package io.tidemark.cli.run;

import io.tidemark.capture.settings.CaptureSettings;
import io.tidemark.cli.settings.Settings;
import io.tidemark.console.status.ConsoleSettings;
import io.tidemark.events.TopicNames;
import io.tidemark.model.TableName;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.reconciler.side.ReconcilerSettings;
import io.tidemark.sink.SinkSettings;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

    /**
     * What an observer needs; a mapping that cannot be read is no reason not to show the rest.
     *
     * @param state the reconciler's folder; null when it is not looked for
     */
    public static ConsoleSettings console(Settings settings, @Nullable Path state) {
        List<TableName> tables = List.of();
        String problem = null;
        try {
            tables = settings.mapping().elements().stream()
                    .map(ElementMapping::table)
                    .toList();
        } catch (TidemarkException e) {
            problem = String.valueOf(e.getMessage()).lines().findFirst().orElse("the mapping cannot be read");
        }
        return new ConsoleSettings(
                settings.database(), settings.graph(), settings.kafka(), settings.prefix(), tables, problem, state);
    }
}
