package io.tidemark.reconciler.check;

import io.tidemark.events.DeadLetterCount;
import io.tidemark.events.TopicNames;
import io.tidemark.graphstore.Graph;
import io.tidemark.graphstore.GraphReader;
import io.tidemark.graphstore.TidemarkReader.Standing;
import io.tidemark.graphstore.TidemarkReader.Tidemark;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.mapping.EdgeMapping;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.model.mapping.NodeMapping;
import io.tidemark.postgres.Cluster;
import io.tidemark.postgres.Connections;
import io.tidemark.postgres.ReplicationSlot;
import io.tidemark.postgres.RowCount;
import io.tidemark.postgres.ServerFacts;
import io.tidemark.reconciler.check.StatsResult.Position;
import io.tidemark.reconciler.check.StatsResult.Slot;
import io.tidemark.reconciler.check.StatsResult.TableCount;
import io.tidemark.reconciler.check.StatsResult.Unknown;
import io.tidemark.reconciler.run.Lag;
import io.tidemark.reconciler.run.ReconcilerSettings;
import io.tidemark.reconciler.run.SourceHead;
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
 * Counts both sides. A side that is away leaves its own numbers out. Writes nothing. For one use by one thread.
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

    @FunctionalInterface
    private interface Look {

        void run() throws SQLException;
    }

    /** Counts. Whole tables are read for it: minutes for many millions of rows. Never throws for a side that is away. */
    public StatsResult run() {
        Instant at = Instant.now();
        look("Neo4j", this::graph);
        look("Postgres", this::postgres);
        look(
                "dead letters",
                () -> deadLetters = DeadLetterCount.of(settings.kafka(), new TopicNames(settings.prefix())));
        Optional<Tidemark> tidemark = Optional.ofNullable(standing).flatMap(Standing::tidemark);
        Optional<Lag> lag = tidemark.flatMap(
                reached -> Optional.ofNullable(head).map(end -> Lag.of(reached, end.written(), end.now())));
        return new StatsResult(
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
        String name = element instanceof NodeMapping node ? node.label() : ((EdgeMapping) element).type();
        return new TableCount(element.table().toString(), name, rows.get(element), elements.get(element));
    }

    private void graph() {
        try (Graph graph = settings.graph().connect()) {
            GraphReader reader = graph.reader(settings.mapping());
            look("elements", () -> elements.putAll(reader.counts()));
            look("references", () -> {
                named = reader.namedReferences();
                abandoned = reader.abandonedReferences();
            });
            look("tidemark", () -> standing = graph.tidemark(settings.prefix()).standing());
        }
    }

    /** The log's end is read right after the tidemark, so that counting does not show as lag. */
    private void postgres() throws SQLException {
        try (Connection connection = Connections.open(settings.database())) {
            look("log position", () -> {
                Instant now = ServerFacts.of(connection).now();
                head = new SourceHead(Cluster.written(connection), now);
            });
            look(
                    "slot",
                    () -> slot = ReplicationSlot.find(connection, ReplicationSlot.nameFor(settings.prefix()))
                            .map(found -> new Slot(
                                    found.name(), found.activeProcess() != 0, found.walStatus(), found.retainedBytes()))
                            .orElse(null));
            for (ElementMapping element : settings.mapping().elements()) {
                look("rows of " + element.table(), () -> rows.put(element, RowCount.exact(connection, element)));
            }
        }
    }

    private void look(String figure, Look look) {
        try {
            look.run();
        } catch (TidemarkException | SQLException e) {
            unknown.add(new Unknown(
                    figure, String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given")));
        }
    }
}
