package io.tidemark.reconciler.check;

import io.tidemark.events.DeadLetters;
import io.tidemark.events.TopicNames;
import io.tidemark.graphstore.Graph;
import io.tidemark.graphstore.GraphReader;
import io.tidemark.graphstore.TidemarkReader.Standing;
import io.tidemark.graphstore.TidemarkReader.Tidemark;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.postgres.Cluster;
import io.tidemark.postgres.Connections;
import io.tidemark.postgres.ReplicationSlot;
import io.tidemark.postgres.RowCount;
import io.tidemark.postgres.ServerFacts;
import io.tidemark.reconciler.run.ReconcilerSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Counts both ends. A server that is unreachable leaves its own numbers out. Writes nothing. For one use by one thread.
 */
public final class Stats {

    private final ReconcilerSettings settings;
    private final Map<ElementMapping, Long> rows = new LinkedHashMap<>();
    private final Map<ElementMapping, Long> elements = new LinkedHashMap<>();
    private final List<Unknown> unknown = new ArrayList<>();

    private @Nullable SourceHead head;
    private @Nullable Slot slot;
    private @Nullable Standing standing;
    private @Nullable Long named;
    private @Nullable Long abandoned;
    private @Nullable Long deadLetters;

    public Stats(ReconcilerSettings settings) {
        this.settings = settings;
    }

    /**
     * Both ends in numbers. What is null could not be found out, or is not there; {@code unknown} says why of all that
     * could not. The ends are counted one after the other: under live writes a difference is no drift, verify tells.
     *
     * @param at when it was begun
     * @param prefix the pipeline's
     * @param tables each mapped table, in the order of the mapping
     * @param namedReferences nodes whose row is missing but that an edge names
     * @param abandonedReferences nodes whose row is missing and that nothing names; the sink leaves none
     * @param tidemark how far the graph is; null when it does not say
     * @param hold why the sink is kept waiting; null when it is not
     * @param written how far Postgres' log is written, as Postgres prints it
     * @param lagBytes log that the graph does not have yet
     * @param lagSeconds since the last commit that the graph has; 0 when no log is behind it
     * @param slot the replication slot; null when there is none
     * @param deadLetters records that could not be applied and are not settled
     * @param unknown what could not be found out
     */
    public record Result(
            Instant at,
            String prefix,
            List<TableCount> tables,
            @Nullable Long namedReferences,
            @Nullable Long abandonedReferences,
            @Nullable Position tidemark,
            @Nullable String hold,
            @Nullable String written,
            @Nullable Long lagBytes,
            @Nullable Double lagSeconds,
            @Nullable Slot slot,
            @Nullable Long deadLetters,
            List<Unknown> unknown) {

        public Result {
            tables = List.copyOf(tables);
            unknown = List.copyOf(unknown);
        }

        /** Whether everything could be found out. */
        public boolean complete() {
            return unknown.isEmpty();
        }
    }

    /**
     * A table at both ends.
     *
     * @param table with its schema
     * @param element its label or relationship type
     * @param rows that count as present, counted one by one
     * @param elements nodes with the label, or relationships of the type
     */
    public record TableCount(
            String table,
            String element,
            @Nullable Long rows,
            @Nullable Long elements) {}

    /**
     * The tidemark.
     *
     * @param lsn as Postgres prints it
     * @param committedAt by Postgres' clock
     * @param appliedAt by Neo4j's clock
     */
    public record Position(String lsn, Instant committedAt, Instant appliedAt) {}

    /**
     * The replication slot.
     *
     * @param active whether a process reads it
     * @param walStatus as Postgres says; null while the slot is being made
     * @param retainedBytes log that is kept for it
     */
    public record Slot(
            String name, boolean active, @Nullable String walStatus, long retainedBytes) {}

    /**
     * Something that could not be found out.
     *
     * @param figure in words, for example {@code rows of public.users}
     * @param reason one line
     */
    public record Unknown(String figure, String reason) {}

    /** Counts. Whole tables are read for it: minutes for many millions of rows. Never throws for a server that is unreachable. */
    public Result run() {
        Instant at = Instant.now();
        read("Neo4j", this::graph);
        read("Postgres", this::postgres);
        read(
                "dead letters",
                () -> deadLetters = DeadLetters.countUnsettled(settings.kafka(), new TopicNames(settings.prefix())));
        Optional<Tidemark> tidemark = Optional.ofNullable(standing).flatMap(Standing::tidemark);
        Optional<Lag> lag = tidemark.flatMap(
                reached -> Optional.ofNullable(head).map(end -> Lag.of(reached, end.written(), end.now())));
        return new Result(
                at,
                settings.prefix(),
                settings.mapping().elements().stream().map(this::table).toList(),
                named,
                abandoned,
                tidemark.map(found -> new Position(found.lsn().toString(), found.committedAt(), found.appliedAt()))
                        .orElse(null),
                Optional.ofNullable(standing).flatMap(Standing::hold).orElse(null),
                Optional.ofNullable(head).map(end -> end.written().toString()).orElse(null),
                lag.map(Lag::bytes).orElse(null),
                lag.map(Lag::seconds).orElse(null),
                slot,
                deadLetters,
                unknown);
    }

    private TableCount table(ElementMapping element) {
        return new TableCount(
                element.table().toString(), element.graphName(), rows.get(element), elements.get(element));
    }

    private void graph() {
        try (Graph graph = settings.graph().connect()) {
            GraphReader reader = graph.reader(settings.mapping());
            read("elements", () -> elements.putAll(reader.counts()));
            read("references", () -> {
                named = reader.namedReferences();
                abandoned = reader.abandonedReferences();
            });
            read("tidemark", () -> standing = graph.tidemark(settings.prefix()).standing());
        }
    }

    /** The log's end is read right after the tidemark, so that counting does not show as lag. */
    private void postgres() throws SQLException {
        try (Connection connection = Connections.open(settings.database())) {
            read("log position", () -> {
                Instant now = ServerFacts.of(connection).now();
                head = new SourceHead(Cluster.written(connection), now);
            });
            read(
                    "slot",
                    () -> slot = ReplicationSlot.find(connection, ReplicationSlot.nameFor(settings.prefix()))
                            .map(found -> new Slot(
                                    found.name(), found.activeProcess() != 0, found.walStatus(), found.retainedBytes()))
                            .orElse(null));
            for (ElementMapping element : settings.mapping().elements()) {
                read("rows of " + element.table(), () -> rows.put(element, RowCount.exact(connection, element)));
            }
        }
    }

    private void read(String figure, Reading reading) {
        try {
            reading.run();
        } catch (TidemarkException | SQLException e) {
            unknown.add(new Unknown(
                    figure, String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given")));
        }
    }
}
