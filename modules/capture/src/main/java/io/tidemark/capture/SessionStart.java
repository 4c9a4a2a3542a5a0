package io.tidemark.capture;

import io.tidemark.capture.engine.SourceCheck;
import io.tidemark.capture.publish.TopicCheck;
import io.tidemark.capture.publish.TransactionalPublisher;
import io.tidemark.capture.resume.Position;
import io.tidemark.capture.resume.ResumePoint;
import io.tidemark.capture.resume.Source;
import io.tidemark.capture.settings.CaptureSettings;
import io.tidemark.model.TidemarkException;
import io.tidemark.postgres.ReplicationSlot;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds where a life of the engine begins: at the resume point, after making sure that the log still goes on from there, or
 * with a snapshot.
 *
 * <p>A snapshot and its slot belong together: the slot is made with it, so that the log begins exactly where the snapshot
 * looked. One that was broken off begins again with a new slot, and what the first had seen and the second has not is swept
 * from the topics.
 */
final class StartDecision {

    private static final Logger LOG = LoggerFactory.getLogger(StartDecision.class);

    private final CaptureSettings settings;
    private final TransactionalPublisher publisher;

    StartDecision(CaptureSettings settings, TransactionalPublisher publisher) {
        this.settings = settings;
        this.publisher = publisher;
    }

    /**
     * The resume point to go on from, which is the last one in Kafka.
     *
     * @param connection to Postgres
     * @param resnapshot whether a person has asked for a new snapshot
     * @throws TidemarkException POSITION_LOST when only a new snapshot helps and none was asked for; FATAL when something
     *     must be mended first; RETRY while Postgres or Kafka is away or another capture is running
     */
    ResumePoint find(Connection connection, boolean resnapshot) throws SQLException {
        SourceCheck check = new SourceCheck(settings);
        Source source = check.source(connection);
        Optional<ReplicationSlot> slot = check.freeSlot(connection);
        Map<String, List<Long>> found = TopicCheck.run(settings);
        if (resnapshot) {
            publisher.takeOverAnew();
            LOG.warn("taking a new snapshot, as asked: what the topics hold beyond it will be swept");
            return snapshot(connection, source, slot, publisher.lastOffsets(found));
        }
        Optional<ResumePoint> last = publisher.takeOver();
        if (last.isEmpty()) {
            slot.ifPresent(there -> {
                throw SourceCheck.lost("replication slot " + there.name() + " exists, but "
                        + settings.topics().progress()
                        + " holds no resume point: the topic was lost, or the slot is another pipeline's");
            });
            return snapshot(connection, source, slot, publisher.lastOffsets(found));
        }
        ResumePoint point = last.get();
        Map<String, List<Long>> ends = TopicCheck.continued(point.ends(), known(point, found));
        if (point.position() instanceof Position.Streaming streaming) {
            check.requireContinued(connection, point, streaming, source);
            return new ResumePoint(point.batch(), source, streaming, ends);
        }
        LOG.warn("the snapshot was broken off: taking it again");
        return snapshot(connection, source, slot, ends);
    }

    /** What was found, exact where the resume point says nothing: a partition may end in the mark of a transaction. */
    private Map<String, List<Long>> known(ResumePoint point, Map<String, List<Long>> found) {
        Map<String, List<Long>> unknown = new HashMap<>(found);
        unknown.keySet().removeAll(point.ends().keySet());
        Map<String, List<Long>> exact = new HashMap<>(found);
        exact.putAll(publisher.lastOffsets(unknown));
        return exact;
    }

    private ResumePoint snapshot(
            Connection connection, Source source, Optional<ReplicationSlot> slot, Map<String, List<Long>> ends)
            throws SQLException {
        Map<String, List<Long>> sweepBelow = ends.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        topic -> topic.getValue().stream().map(last -> last + 1).toList()));
        ResumePoint point = publisher.begin(
                new ResumePoint(UUID.randomUUID().toString(), source, new Position.Snapshot(sweepBelow), ends),
                now(connection));
        if (slot.isPresent()) {
            ReplicationSlot.drop(connection, slot.get().name());
        }
        return point;
    }

    /** By Postgres' clock. */
    private static Instant now(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select clock_timestamp()")) {
            row.next();
            return row.getObject(1, OffsetDateTime.class).toInstant();
        }
    }
}
