package io.tidemark.capture;

import io.tidemark.capture.engine.SourceCheck;
import io.tidemark.capture.publish.SchemaTexts;
import io.tidemark.capture.publish.TopicCheck;
import io.tidemark.capture.publish.TransactionalPublisher;
import io.tidemark.capture.resume.Fill;
import io.tidemark.capture.resume.Position;
import io.tidemark.capture.resume.ResumePoint;
import io.tidemark.capture.resume.Source;
import io.tidemark.capture.settings.CaptureSettings;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.postgres.Cluster;
import io.tidemark.postgres.ReplicationSlot;
import io.tidemark.postgres.RowCount;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds where a session of the engine starts: at the resume point, after making sure that the log still continues from
 * there, or with a snapshot.
 *
 * <p>A snapshot and its slot belong together: the slot is made with it, so that the log starts exactly where the snapshot
 * looked. One that was broken off is taken again with a new slot, and what the first had seen and the second has not is swept
 * from the topics.
 */
final class SessionStart {

    private static final Logger LOG = LoggerFactory.getLogger(SessionStart.class);

    private final CaptureParts parts;
    private final CaptureSettings settings;
    private final TransactionalPublisher publisher;
    private final Connection connection;
    private final SourceCheck check;

    /**
     * Where a session starts.
     *
     * @param point the last resume point in Kafka
     * @param schemas what is kept beside the data; read before a snapshot begins, which drops the slot
     */
    record Found(ResumePoint point, SchemaTexts schemas) {}

    /** @param connection to Postgres */
    SessionStart(CaptureParts parts, Connection connection) {
        this.parts = parts;
        this.settings = parts.settings();
        this.publisher = parts.publisher();
        this.connection = connection;
        this.check = new SourceCheck(settings);
    }

    /**
     * Finds the start.
     *
     * @param resnapshot whether a person has asked for a new snapshot
     * @throws TidemarkException POSITION_LOST when only a new snapshot helps and none was asked for; FATAL when something
     *     must be fixed first; RETRY while Postgres, Kafka or the registry is unavailable or another capture is running
     */
    Found find(boolean resnapshot) throws SQLException {
        Source source = check.preflight(connection);
        Optional<ReplicationSlot> slot = check.freeSlot(connection);
        Map<String, List<Long>> found = TopicCheck.run(settings);
        SchemaTexts schemas = parts.schemaTexts();
        return new Found(point(resnapshot, source, slot, found), schemas);
    }

    private ResumePoint point(
            boolean resnapshot, Source source, Optional<ReplicationSlot> slot, Map<String, List<Long>> found)
            throws SQLException {
        Optional<ResumePoint> last = takeOver(resnapshot);
        Map<String, Integer> keySchemas = last.map(ResumePoint::keySchemas).orElse(Map.of());
        return switch (StartDecision.of(
                resnapshot, last, slot, settings.topics().progress())) {
            case NEW_SNAPSHOT -> {
                TopicCheck.requirePartitions(last.map(ResumePoint::ends).orElse(Map.of()), found);
                yield snapshot(source, slot, publisher.lastOffsets(found), keySchemas);
            }
            case REPEATED_SNAPSHOT -> {
                LOG.warn("the snapshot was broken off: taking it again");
                yield snapshot(source, slot, continued(last.orElseThrow(), found), keySchemas);
            }
            case RESUME -> resume(last.orElseThrow(), source, found);
        };
    }

    private Optional<ResumePoint> takeOver(boolean resnapshot) {
        if (!resnapshot) {
            return publisher.takeOver();
        }
        LOG.warn("taking a new snapshot, as asked: what the topics hold beyond it will be swept");
        return publisher.takeOverAnew();
    }

    private ResumePoint resume(ResumePoint point, Source source, Map<String, List<Long>> found) throws SQLException {
        Map<String, List<Long>> ends = continued(point, found);
        Position.Streaming streaming = point.position().streaming().orElseThrow();
        SourceCheck.requireContinued(
                point.source(), source, streaming, Cluster.of(connection).written());
        check.requireTimeline(point.source(), source, streaming);
        check.requireSlot(ReplicationSlot.find(connection, settings.slotName()), streaming.lsn());
        return new ResumePoint(
                point.batch(),
                source.withPartitionsOf(point.source()),
                streaming,
                ends,
                point.keySchemas(),
                fills(point, source, ends));
    }

    /** Of tables that were being filled, and of those that are new: their changes are in the log now, what they held is not. */
    private Map<String, Fill> fills(ResumePoint point, Source source, Map<String, List<Long>> ends)
            throws SQLException {
        point.source().tables().keySet().stream()
                .filter(table -> !source.tables().containsKey(table))
                .forEach(table -> LOG.info(
                        "table {} was taken out of the mapping: its changes are not captured from here on", table));
        Map<String, Fill> fills = new HashMap<>(point.fills());
        fills.keySet().retainAll(source.tables().keySet());
        for (ElementMapping element : settings.mapping().elements()) {
            String table = element.table().toString();
            if (!point.source().tables().containsKey(table)) {
                LOG.info("table {} is new in the mapping: it is filled while the log is read", table);
                fills.put(
                        table,
                        new Fill(
                                Cluster.nextTransaction(connection),
                                List.of(),
                                0,
                                RowCount.about(connection, element).rows(),
                                ResumePoint.next(
                                        ends.getOrDefault(settings.topics().table(element.table()), List.of())),
                                System.currentTimeMillis()));
            }
        }
        return fills;
    }

    /** What was found is made exact where the resume point says nothing: a partition may end in a transaction's marker. */
    private Map<String, List<Long>> continued(ResumePoint point, Map<String, List<Long>> found) {
        Map<String, List<Long>> unknown = new HashMap<>(found);
        unknown.keySet().removeAll(point.ends().keySet());
        Map<String, List<Long>> exact = new HashMap<>(found);
        exact.putAll(publisher.lastOffsets(unknown));
        return TopicCheck.continued(point.ends(), exact);
    }

    private ResumePoint snapshot(
            Source source,
            Optional<ReplicationSlot> slot,
            Map<String, List<Long>> ends,
            Map<String, Integer> keySchemas)
            throws SQLException {
        ResumePoint point =
                publisher.begin(ResumePoint.ofSnapshot(source, ends, keySchemas), SourceCheck.clock(connection));
        if (slot.isPresent()) {
            ReplicationSlot.drop(connection, slot.get().name());
        }
        return point;
    }
}
