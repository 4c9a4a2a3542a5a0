package io.tidemark.sink;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidemark.concurrent.Retries;
import io.tidemark.events.KafkaAdmin;
import io.tidemark.events.RowChangeDecoder;
import io.tidemark.events.WriterSchemas;
import io.tidemark.graphstore.Graph;
import io.tidemark.graphstore.GraphPool;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sink, wired. Start it once; {@link #close} may be called by any thread, at any time, more than once. */
public final class SinkApp implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SinkApp.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

    private final SinkSettings settings;
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Retries retries = new Retries(stopping::get);
    private final GraphPool pool = new GraphPool();
    private final SinkMetrics metrics;
    private volatile boolean waited;
    private volatile @Nullable Health health;
    private volatile @Nullable DeadLetterTopic deadLetters;
    private final Deque<Closeable> opened = new ArrayDeque<>();

    /** A sink whose metrics are not read. */
    public SinkApp(SinkSettings settings) {
        this(settings, new SimpleMeterRegistry());
    }

    /**
     * A sink; nothing is contacted before {@link #start}.
     *
     * @param registry takes its metrics, those of {@code docs/metrics.md}; the caller's
     */
    public SinkApp(SinkSettings settings, MeterRegistry registry) {
        this.settings = settings;
        this.metrics = new SinkMetrics(registry, settings, this::isReady, pool);
    }

    /**
     * Opens everything and begins to read; waits for Neo4j and Kafka as long as it takes.
     *
     * @throws TidemarkException FATAL when topics or constraints are missing, USAGE when credentials are wrong, RETRY
     *     when it was closed meanwhile. What was opened is closed
     */
    public void start() {
        try {
            open();
        } catch (RuntimeException refused) {
            close();
            throw refused;
        }
    }

    private void open() {
        Graph neo4j = retries.untilDone(() -> settings.graph().connect(pool));
        opening(neo4j::close);
        requireConstraints(neo4j);
        MeasuredGraph graph =
                new MeasuredGraph(neo4j.writer(settings.mapping(), settings.topicPrefix(), retries, metrics), metrics);
        String progressTopic = settings.topicNames().progress();
        MeasuredTidemark tidemark = new MeasuredTidemark(
                neo4j.tidemarkWriter(settings.topicPrefix(), progressTopic, retries, metrics), metrics);
        SchemaRegistryClient registry = settings.registry().connect();
        opening(registry);
        WriterSchemas schemas = WriterSchemas.of(settings.kafka(), settings.topicNames(), registry);
        Admin admin = retries.untilDone(() -> KafkaAdmin.open(StreamsSettings.admin(settings)));
        opening(() -> admin.close(CLOSE_TIMEOUT));
        InputPositions positions = new InputPositions();
        StartingPoint startingPoint = new StartingPoint(admin, graph, retries, positions);
        Map<String, String> topicIds = startingPoint.topicIds(settings.inputs());
        startingPoint.topicIds(List.of(settings.topicNames().deadLetters()));
        Map<String, String> tableIds = new HashMap<>(topicIds);
        tableIds.remove(progressTopic);
        TaskResources task = new TaskResources(positions, graph, openDeadLetters(), new BatchLimit());
        KafkaStreams streams = new KafkaStreams(
                SinkTopology.of(
                        settings.topics(),
                        () -> new SinkProcessor(
                                task,
                                settings.topics(),
                                new RowChangeDecoder(settings.mapping(), settings.topicNames(), schemas)::decode,
                                retries,
                                settings.batchSize()),
                        progressTopic,
                        () -> new TidemarkProcessor(task, progressTopic, tidemark, tableIds)),
                StreamsSettings.of(settings),
                new GraphFirstClients(startingPoint, positions));
        opening(() -> close(streams));
        TopicWatch topics =
                new TopicWatch(topicIds, () -> startingPoint.topicIdsNow(settings.inputs()), this::mustNotGoOn);
        opening(topics);
        streams.setUncaughtExceptionHandler(cause -> died(cause, topics));
        streams.setStateListener((now, before) -> changed(now));
        streams.start();
        health = new Health(streams, retries, topics, graph);
        LOG.info("started {}", settings);
    }

    private DeadLetterSink openDeadLetters() {
        DeadLetterTopic letters = new DeadLetterTopic(
                StreamsSettings.deadLetters(settings), settings.topicNames().deadLetters(), retries);
        opening(letters);
        deadLetters = letters;
        return letter -> {
            letters.keep(letter);
            metrics.deadLetter(letter.kind());
        };
    }

    /**
     * Waits until the sink ends.
     *
     * @throws TidemarkException what ended it, unless it was {@link #close}
     * @throws InterruptedException when this thread is interrupted; the sink continues
     */
    public void awaitEnd() throws InterruptedException {
        ended.await();
        Throwable cause = failure.get();
        if (cause != null) {
            throw named(cause);
        }
    }

    /**
     * Whether it applies what is read: its partitions are assigned to it and its peers, and it waits neither for Neo4j nor for
     * Kafka nor for a hold to be lifted. Answers at once.
     */
    public boolean isReady() {
        return waitsFor().isEmpty();
    }

    /** What keeps it from being {@link #isReady ready}, in one line; empty when it is. Answers at once. */
    public Optional<String> waitsFor() {
        if (!isAlive()) {
            return Optional.of("the sink has ended");
        }
        Health known = health;
        return known == null ? Optional.of(retries.waitingFor().orElse("the sink is starting")) : known.waitsFor();
    }

    /** Whether it has begun: everything is open, or it has met a server that is away and waits for it. */
    public boolean isStarted() {
        waited |= retries.isWaiting();
        return waited || health != null;
    }

    /** Whether it has not ended. One that waits, for however long, is alive. */
    public boolean isAlive() {
        return ended.getCount() > 0;
    }

    /** Records dead-lettered since the start, repeats included. */
    public long deadLetters() {
        DeadLetterTopic known = deadLetters;
        return known == null ? 0 : known.count();
    }

    @Override
    public void close() {
        stopping.set(true);
        synchronized (opened) {
            while (!opened.isEmpty()) {
                try {
                    opened.pop().close();
                } catch (IOException | RuntimeException trouble) {
                    LOG.warn("while closing: {}", trouble.getMessage(), trouble);
                }
            }
        }
        ended.countDown();
    }

    /** Remembers what to close; a sink that was closed while it started opens nothing more. */
    private void opening(Closeable resource) {
        synchronized (opened) {
            opened.push(resource);
        }
        if (stopping.get()) {
            throw new TidemarkException(Category.RETRY, "the sink was closed while it started");
        }
    }

    private void requireConstraints(Graph graph) {
        List<String> missing =
                retries.untilDone(() -> graph.constraints(settings.mapping()).missing());
        if (!missing.isEmpty()) {
            throw new TidemarkException(
                    Category.FATAL,
                    "the graph has no constraint " + String.join(", ", missing) + ": run ./tidemark setup");
        }
    }

    /** What is known already to be no longer true ends the threads at once, not at their next record. */
    private void mustNotGoOn(TidemarkException reason) {
        failure.compareAndSet(null, reason);
        Health known = health;
        if (known != null) {
            known.stop();
        }
        ended.countDown();
    }

    /** Streams gives up on a topic that one answer of Kafka lacked, without its name: the topics are asked for again. */
    private StreamThreadExceptionResponse died(Throwable cause, TopicWatch topics) {
        Throwable reason = cause;
        if (!stopping.get() && isOfMissingTopic(cause)) {
            try {
                topics.check();
                LOG.warn("an answer of Kafka lacked topics that exist; the sink continues");
                return StreamThreadExceptionResponse.REPLACE_THREAD;
            } catch (TidemarkException missing) {
                if (missing.category() == Category.RETRY) {
                    LOG.warn(
                            "an answer of Kafka lacked topics, and Kafka is unavailable now; the sink continues when it answers");
                    return StreamThreadExceptionResponse.REPLACE_THREAD;
                }
                reason = missing;
            }
        }
        if (!stopping.get()) {
            failure.compareAndSet(null, reason);
        }
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    private static boolean isOfMissingTopic(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .anyMatch(MissingSourceTopicException.class::isInstance);
    }

    private void changed(State now) {
        if (now == State.NOT_RUNNING || now == State.ERROR) {
            ended.countDown();
        }
    }

    /** One that has a name is expected back, and keeps its place. */
    private void close(KafkaStreams streams) {
        streams.close(CloseOptions.timeout(CLOSE_TIMEOUT)
                .withGroupMembershipOperation(
                        settings.instance() == null
                                ? GroupMembershipOperation.LEAVE_GROUP
                                : GroupMembershipOperation.REMAIN_IN_GROUP));
    }

    private static TidemarkException named(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TidemarkException known) {
                return new TidemarkException(known.category(), String.valueOf(known.getMessage()), failure);
            }
        }
        return new TidemarkException(Category.FATAL, "the sink failed: " + failure.getMessage(), failure);
    }
}
