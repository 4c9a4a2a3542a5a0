package io.tidemark.reconciler.check;

import io.tidemark.model.Problem;
import io.tidemark.model.TableName;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.postgres.Catalog;
import io.tidemark.postgres.Cluster;
import io.tidemark.postgres.Connections;
import io.tidemark.postgres.MappingCheck;
import io.tidemark.postgres.OtherSlot;
import io.tidemark.postgres.Publication;
import io.tidemark.postgres.PublishedColumns;
import io.tidemark.postgres.ReadAccess;
import io.tidemark.postgres.ReplicationSlot;
import io.tidemark.postgres.RowCount;
import io.tidemark.postgres.RowCount.Estimate;
import io.tidemark.postgres.ServerFacts;
import io.tidemark.postgres.Tables;
import io.tidemark.reconciler.run.ReconcilerSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What is to be said of Postgres. One thread. */
final class PostgresPart {

    private final ReconcilerSettings settings;
    private final Mapping mapping;
    private final boolean graphHasPosition;
    private final Findings findings;
    private final Map<String, Estimate> rows = new LinkedHashMap<>();
    private Optional<SourceHead> head = Optional.empty();

    /** @param graphHasPosition whether the graph says that a capture has run before */
    PostgresPart(ReconcilerSettings settings, boolean graphHasPosition, Findings findings) {
        this.settings = settings;
        this.mapping = settings.mapping();
        this.graphHasPosition = graphHasPosition;
        this.findings = findings;
    }

    /** The log's end; empty when Postgres did not say. */
    Optional<SourceHead> head() {
        return head;
    }

    /** About how many rows each table has, by table name; tables that cannot be read are left out. */
    Map<String, Estimate> rows() {
        return rows;
    }

    void run() {
        findings.read("postgres", () -> {
            try (Connection connection = Connections.open(settings.database())) {
                findings.read("postgres", () -> server(connection));
                findings.read("postgres read", () -> access(connection));
                findings.read("mapping", () -> mapping(connection));
                findings.read("publication", () -> publication(connection));
                findings.read(
                        "slot",
                        () -> findings.add(SlotFinding.of(
                                slot(),
                                settings.database().database(),
                                ReplicationSlot.find(connection, slot()),
                                graphHasPosition)));
                findings.read(
                        "other slots",
                        () -> OtherSlot.beside(connection, slot()).stream()
                                .flatMap(other -> other.leftover().stream())
                                .forEach(
                                        found -> findings.add(Finding.warn("other slots", found.what(), found.fix()))));
                findings.read("rows", () -> rows(connection));
            }
        });
    }

    private String slot() {
        return ReplicationSlot.nameFor(settings.prefix());
    }

    private void server(Connection connection) throws SQLException {
        ServerFacts facts = ServerFacts.of(connection);
        ServerFindings.of(
                        facts,
                        settings.database().toString(),
                        settings.database().user())
                .forEach(findings::add);
        if (!facts.standby()) {
            head = Optional.of(new SourceHead(Cluster.written(connection), facts.now()));
        }
    }

    private void access(Connection connection) throws SQLException {
        String role = settings.database().user();
        findings.problems(
                "postgres read",
                ReadAccess.problems(connection, mapping.tables(), role),
                "role " + role + " may read " + tables(mapping.tables()));
    }

    private void mapping(Connection connection) throws SQLException {
        // Whether they may be read is another line's matter.
        Tables tables = new Catalog(connection).tables(mapping.tables()).readable();
        findings.problems(
                "mapping",
                MappingCheck.problems(mapping, tables, settings.database().user()),
                "fits " + tables(mapping.tables()));
    }

    private void publication(Connection connection) throws SQLException {
        Publication publication = new Publication(connection, slot());
        if (!publication.exists()) {
            findings.add(Finding.fail(
                    "publication", "there is no publication " + slot(), "run ./tidemark setup as the tables' owner"));
            return;
        }
        Set<TableName> missing = publication.missing(mapping.tables());
        if (!missing.isEmpty()) {
            findings.add(
                    Finding.fail(
                            "publication",
                            slot() + " does not cover " + tables(missing),
                            "run ./tidemark setup, then ./tidemark capture --resnapshot: what was written meanwhile is missing"));
        }
        List<Problem> gaps = publication.gaps(PublishedColumns.of(
                mapping, false, new Catalog(connection).tables(mapping.tables()).found()));
        gaps.forEach(gap -> findings.add(Finding.fail("publication", gap)));
        if (missing.isEmpty() && gaps.isEmpty()) {
            findings.add(Finding.ok("publication", slot() + " covers " + tables(mapping.tables())));
        }
    }

    private void rows(Connection connection) throws SQLException {
        for (ElementMapping element : mapping.elements()) {
            try {
                rows.put(element.table().toString(), RowCount.about(connection, element));
            } catch (SQLException unreadable) {
                // the lines above say why; the estimate names what it leaves out
            }
        }
    }

    private static String tables(Set<TableName> names) {
        return names.stream().map(TableName::toString).collect(Collectors.joining(", "));
    }
}
