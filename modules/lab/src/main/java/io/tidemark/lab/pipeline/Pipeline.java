package io.tidemark.lab.pipeline;

import io.tidemark.cli.run.Setup;
import io.tidemark.devstack.StackEndpoints;
import io.tidemark.events.TopicNames;
import io.tidemark.settings.Settings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One pipeline on a stack: its settings, and its apps as processes that end when this is closed. */
public final class Pipeline implements AutoCloseable {

    /** The most heap that the capture is given. */
    public static final int CAPTURE_HEAP_MEGABYTES = 256;

    /** The most heap that the sink is given. */
    public static final int SINK_HEAP_MEGABYTES = 384;

    private final Map<String, String> environment;
    private final Settings settings;
    private final Path logs;
    private volatile @Nullable AppProcess capture;
    private volatile @Nullable AppProcess sink;

    /**
     * Prepares a pipeline; nothing is started.
     *
     * @param overrides settings besides the stack's addresses, by environment variable
     * @param logs the folder for the apps' logs
     */
    Pipeline(StackEndpoints endpoints, Map<String, String> overrides, Path logs) {
        this.environment = new HashMap<>(endpoints.environment());
        environment.putAll(overrides);
        this.settings = Settings.of(environment);
        this.logs = logs;
    }

    public Settings settings() {
        return settings;
    }

    public TopicNames topics() {
        return new TopicNames(settings.prefix());
    }

    /** Makes publication, topics and constraints. */
    public void setup(Consumer<String> report) {
        new Setup(settings.capture(), settings.kafka(), settings.graph(), settings.partitions(), report).run();
    }

    /** Starts the capture. */
    public void startCapture() {
        capture = AppProcess.start("capture", environment, CAPTURE_HEAP_MEGABYTES, logs.resolve("capture.log"));
    }

    /** Starts the sink. */
    public void startSink() {
        sink = AppProcess.start("sink", environment, SINK_HEAP_MEGABYTES, logs.resolve("sink.log"));
    }

    /** The capture's process, if it was started and not stopped. */
    public Optional<AppProcess> capture() {
        return Optional.ofNullable(capture);
    }

    /** The sink's process, if it was started and not stopped. */
    public Optional<AppProcess> sink() {
        return Optional.ofNullable(sink);
    }

    /** Ends the capture in an orderly way. */
    public void stopCapture() {
        stop(capture);
        capture = null;
    }

    /** Ends the sink in an orderly way. */
    public void stopSink() {
        stop(sink);
        sink = null;
    }

    private static void stop(@Nullable AppProcess app) {
        if (app != null) {
            app.close();
        }
    }

    /**
     * Makes sure that the started apps run.
     *
     * @throws io.tidemark.model.TidemarkException FATAL when one has ended, with its last words
     */
    void check() {
        AppProcess startedCapture = capture;
        if (startedCapture != null) {
            startedCapture.check();
        }
        AppProcess startedSink = sink;
        if (startedSink != null) {
            startedSink.check();
        }
    }

    /** What the started apps that have ended came to, one line each. */
    public List<String> ended() {
        return Stream.of(capture(), sink())
                .flatMap(Optional::stream)
                .flatMap(app -> app.ended().stream())
                .toList();
    }

    @Override
    public void close() {
        stopCapture();
        stopSink();
    }
}
