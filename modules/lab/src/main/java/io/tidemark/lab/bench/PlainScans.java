package io.tidemark.lab.bench;

import io.tidemark.graphstore.Graph;
import io.tidemark.graphstore.RawSession;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.model.mapping.PropertyMapping;
import io.tidemark.postgres.Connections;
import io.tidemark.postgres.DatabaseUrl;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyInputStream;

/**
 * The least that reading both sides can cost: all rows by COPY, all elements by one plain query each. Nothing is compared,
 * nothing is kept.
 *
 * <p>Its Cypher is outside graph-store on purpose, see {@link Baseline}.
 */
final class PlainScans {

    private static final List<String> SCANS = List.of(
            "MATCH (u:User) RETURN u.id, u.username, u.created_at, u.updated_at",
            "MATCH (a:User)-[r:FOLLOWS]->(b:User) RETURN a.id, b.id, r.created_at",
            "MATCH (a:User)-[r:MUTES]->(b:User) RETURN a.id, b.id, r.created_at",
            "MATCH (a:User)-[r:BLOCKS]->(b:User) RETURN a.id, b.id, r.created_at");

    private final DatabaseUrl url;
    private final Mapping mapping;
    private final Graph graph;

    PlainScans(DatabaseUrl url, Mapping mapping, Graph graph) {
        this.url = url;
        this.mapping = mapping;
        this.graph = graph;
    }

    /** The mapped columns of all tables as text, thrown away as they come. */
    Rate copy(String part) throws SQLException {
        long rows = 0;
        long start = System.nanoTime();
        try (Connection connection = Connections.openAsApplication(url)) {
            PGConnection postgres = connection.unwrap(PGConnection.class);
            for (ElementMapping element : mapping.elements()) {
                String copy = "copy " + element.table() + " (" + columns(element) + ") to stdout";
                try (PGCopyInputStream table = new PGCopyInputStream(postgres, copy)) {
                    while (table.readFromCopy() != null) {
                        rows++;
                    }
                }
            }
        } catch (IOException e) {
            throw new SQLException("COPY failed: " + e.getMessage(), e);
        }
        return Rate.between(Rate.COPY, part, rows, start, System.nanoTime());
    }

    private static String columns(ElementMapping element) {
        return Stream.concat(
                        element.keyColumns().stream(),
                        element.properties().stream().map(PropertyMapping::column))
                .collect(Collectors.joining(", "));
    }

    /** The same rows over Bolt, every value made a Java object; one session. */
    Rate bolt(String part) {
        long[] rows = {0};
        long start = System.nanoTime();
        try (RawSession session = graph.raw()) {
            for (String scan : SCANS) {
                session.read(scan, Map.of(), row -> rows[0] += isRead(row) ? 1 : 0);
            }
        }
        return Rate.between(Rate.SCAN, part, rows[0], start, System.nanoTime());
    }

    private static boolean isRead(List<@Nullable Object> row) {
        int there = 0;
        for (Object value : row) {
            there += value == null ? 0 : 1;
        }
        return there > 0;
    }
}
