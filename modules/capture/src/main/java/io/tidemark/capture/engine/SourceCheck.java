package io.tidemark.capture.engine;

import io.tidemark.capture.resume.Position;
import io.tidemark.capture.resume.Source;
import io.tidemark.capture.settings.CaptureSettings;
import io.tidemark.capture.settings.CaptureSettings.Columns;
import io.tidemark.model.Problem;
import io.tidemark.model.TableName;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.position.Lsn;
import io.tidemark.postgres.Catalog;
import io.tidemark.postgres.Cluster;
import io.tidemark.postgres.MappingCheck;
import io.tidemark.postgres.PartitionTree;
import io.tidemark.postgres.Publication;
import io.tidemark.postgres.PublishedColumns;
import io.tidemark.postgres.Query;
import io.tidemark.postgres.ReadAccess;
import io.tidemark.postgres.ReplicationSlot;
import io.tidemark.postgres.ServerCheck;
import io.tidemark.postgres.TableIdentity;
import io.tidemark.postgres.Tables;
import io.tidemark.postgres.Timelines;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Asks Postgres for what the engine would say late, in silence, or not at all: a publication that misses a table, a slot
 * that was dropped, lost or moved, a database that is another one. Run before each session of the engine and during it.
 */
public final class SourceCheck {

    private final CaptureSettings settings;

    public SourceCheck(CaptureSettings settings) {
        this.settings = settings;
    }

    /**
     * Passes when the log holds all that is mapped.
     *
     * @return what is read
     * @throws TidemarkException FATAL, naming everything that is wrong, each with the statement that fixes it; RETRY when
     *     the server is a standby: while a primary is replaced that is what answers for a moment
     */
    public Source source(Connection connection) throws SQLException {
        if (ServerCheck.isStandby(connection)) {
            throw new TidemarkException(
                    Category.RETRY,
                    "Postgres is a standby: waiting until it is promoted; if it will not be, point DATABASE_URL at the"
                            + " primary");
        }
        Publication publication = new Publication(connection, settings.publicationName());
        Set<TableName> tables = settings.mapping().tables();
        List<Problem> problems = new ArrayList<>(ServerCheck.serverProblems(connection));
        problems.addAll(ServerCheck.captureProblems(connection, settings.slotName()));
        Tables known = new Catalog(connection).tables(tables);
        problems.addAll(problems(
                publication,
                PublishedColumns.of(settings.mapping(), settings.columns() == Columns.LISTED, known.found())));
        problems.addAll(MappingCheck.logProblems(
                settings.mapping(), known, settings.database().user()));
        requireNone(problems);
        Cluster cluster = Cluster.of(connection);
        return new Source(
                cluster.systemIdentifier(),
                cluster.database(),
                publication.identities(tables).entrySet().stream()
                        .collect(Collectors.toMap(table -> table.getKey().toString(), Map.Entry::getValue)),
                Timelines.current(connection),
                PartitionTree.of(connection, tables).entrySet().stream()
                        .collect(Collectors.toMap(table -> table.getKey().toString(), Map.Entry::getValue)));
    }

    /**
     * As {@link #source}, before a session: also the rows can be read, by a snapshot or a refresh.
     *
     * @throws TidemarkException as {@link #source} does
     */
    public Source preflight(Connection connection) throws SQLException {
        Source source = source(connection);
        requireNone(ReadAccess.problems(
                connection, settings.mapping().tables(), settings.database().user()));
        return source;
    }

    private List<Problem> problems(Publication publication, PublishedColumns needed) throws SQLException {
        String name = "publication " + settings.publicationName();
        if (!publication.exists()) {
            return List.of(new Problem(name + " does not exist", "run ./tidemark setup"));
        }
        List<Problem> problems = new ArrayList<>();
        publication
                .missing(needed.tables().keySet())
                .forEach(table -> problems.add(new Problem(
                        name + " leaves out " + table,
                        "run ./tidemark setup as the table's owner; if it was captured before, then take a new snapshot: its"
                                + " changes since then were not captured")));
        publication.gaps(needed).forEach(gap -> problems.add(new Problem("publication " + gap.what(), gap.fix())));
        return problems;
    }

    static void requireNone(List<Problem> problems) {
        if (!problems.isEmpty()) {
            throw new TidemarkException(
                    Category.FATAL, problems.stream().map(Problem::toString).collect(Collectors.joining("; ")));
        }
    }

    /**
     * Passes when it is still the same: the same cluster and database, and no captured table was recreated or taken out
     * of the publication for a while. A table that is new in the mapping has nothing to be the same as.
     *
     * @throws TidemarkException POSITION_LOST
     */
    public static void requireSame(Source then, Source now) {
        if (!then.systemIdentifier().equals(now.systemIdentifier())
                || !then.database().equals(now.database())) {
            throw lost("Postgres is another one: system " + now.systemIdentifier() + ", database " + now.database()
                    + ", where " + then.systemIdentifier() + ", " + then.database() + " was captured");
        }
        now.tables().forEach((table, identity) -> {
            String before = then.tables().get(table);
            if (before != null && !TableIdentity.isSame(before, identity)) {
                throw lost("table " + table + " was recreated, or left out of the publication for a while, or had"
                        + " another name or schema, or the publication or its replica identity was changed: changes in"
                        + " between may be missing");
            }
        });
    }

    /**
     * The slot, free to be read.
     *
     * @throws StandbyException while another capture of this database reads it
     * @throws TidemarkException FATAL when the slot belongs to another database of the cluster: waiting would not end
     */
    public Optional<ReplicationSlot> freeSlot(Connection connection) throws SQLException {
        Optional<ReplicationSlot> slot = ReplicationSlot.find(connection, settings.slotName());
        requireFree(slot, settings.database().database());
        return slot;
    }

    static void requireFree(Optional<ReplicationSlot> slot, String database) {
        requireNone(slot.flatMap(found -> found.ofAnother(database)).stream().toList());
        slot.filter(found -> found.activeProcess() != 0).ifPresent(found -> {
            throw new StandbyException("replication slot " + found.name() + " is in use by another capture (backend "
                    + found.activeProcess() + "): standing by");
        });
    }

    /**
     * Passes when the log can be read on from a position without a gap; {@link #requireSlot} has the slot's part.
     *
     * @param then what was read
     * @param now what is read now
     * @param stopped where the capture stopped
     * @param written where Postgres' log ends
     * @throws TidemarkException POSITION_LOST, FATAL when only the mapping is in the way
     */
    public static void requireContinued(Source then, Source now, Position.Streaming stopped, Lsn written) {
        if (stopped.unfinished().isPresent()
                && !then.tables().keySet().equals(now.tables().keySet())) {
            throw new TidemarkException(
                    Category.FATAL,
                    "the mapping changed from " + new TreeSet<>(then.tables().keySet()) + " to "
                            + new TreeSet<>(now.tables().keySet()) + " while transaction "
                            + stopped.unfinished().get().transactionId()
                            + " was half published: start once with the mapping as it was, then change it");
        }
        requireSame(then, now);
        if (written.compareTo(stopped.lsn()) < 0) {
            throw lost("Postgres' log ends at " + written + ", but was captured up to " + stopped.lsn()
                    + ": the database was restored to an earlier state");
        }
    }

    /**
     * Passes when no standby was promoted behind what is captured.
     *
     * @param then what was read
     * @param now what is read now
     * @param stopped where the capture stopped
     * @throws TidemarkException POSITION_LOST
     */
    public void requireTimeline(Source then, Source now, Position.Streaming stopped) throws SQLException {
        Integer before = then.timeline();
        Integer current = now.timeline();
        if (before == null || current == null || before.equals(current)) {
            return;
        }
        Optional<Lsn> end = before < current ? Timelines.end(settings.database(), current, before) : Optional.empty();
        if (end.isEmpty() || end.get().compareTo(stopped.lsn()) < 0) {
            throw lost("Postgres is on timeline " + current
                    + end.map(lsn -> ", which began at " + lsn + " when a standby was promoted")
                            .orElse(", which does not follow timeline " + before)
                    + ", but timeline " + before + " was captured up to " + stopped.lsn()
                    + ": what lies between is in the topics and not in the database");
        }
    }

    /**
     * Passes when the slot still holds everything after a position.
     *
     * @throws TidemarkException POSITION_LOST
     */
    public void requireSlot(Optional<ReplicationSlot> found, Lsn position) {
        if (found.isEmpty()) {
            throw lost("replication slot " + settings.slotName() + " was dropped; changes after " + position
                    + " are gone from its log");
        }
        ReplicationSlot slot = found.get();
        if (slot.isLost()) {
            throw lost(
                    "replication slot " + slot.name() + " is lost (wal_status=lost): Postgres removed log that was not"
                            + " captured yet; raise max_slot_wal_keep_size, or idle_replication_slot_timeout where that is set");
        }
        Lsn confirmed = slot.confirmed();
        if (confirmed != null && confirmed.compareTo(position) > 0) {
            throw lost("replication slot " + slot.name() + " was moved to " + confirmed + " by something else, but was"
                    + " captured up to " + position + ": what lies between was not captured");
        }
        if (!slot.plugin().equals("pgoutput")) {
            throw lost("replication slot " + slot.name() + " has the plugin " + slot.plugin()
                    + ", not pgoutput: it was made by something else");
        }
    }

    /** Postgres' clock. */
    public static Instant clock(Connection connection) throws SQLException {
        return Query.one(connection, "select clock_timestamp()", row -> row.getObject(1, OffsetDateTime.class))
                .toInstant();
    }

    /** Names what is lost and the way out. */
    public static TidemarkException lost(String what) {
        return new TidemarkException(
                Category.POSITION_LOST,
                what + ". Nothing is skipped: the capture stops. To read everything again and remove what is gone:"
                        + " ./tidemark capture --resnapshot");
    }
}
