package io.tidemark.reconciler.check;

import io.tidemark.model.amount.Amounts;
import io.tidemark.model.mapping.EdgeMapping;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.model.mapping.NodeMapping;
import io.tidemark.postgres.RowCount.Estimate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a backfill takes and the graph becomes, from assumptions that it states. Pure.
 *
 * <p>Bytes are those of Neo4j's record format ("Understanding Neo4j's data on disk": a node 15, a relationship 34, a
 * property record 41), one record for each property; an entry of an index as the key's 40 bytes with what a page leaves
 * free. Rows a second are those of {@code docs/performance.md}.
 *
 * @param tables each table and its rows
 * @param unknown mapped tables whose rows are not known
 * @param rows of all tables
 * @param graphBytes the graph's size on disk
 */
record GraphEstimate(String tables, List<String> unknown, long rows, long graphBytes) {

    private static final int NODE = 15;
    private static final int RELATIONSHIP = 34;
    private static final int PROPERTY = 41;
    private static final int INDEX_ENTRY = 70;
    private static final int INDEXES_A_NODE = 2;
    private static final int ROWS_A_SECOND = 15_000;

    /**
     * Reckons.
     *
     * @param rows by table name; tables may be missing
     * @return empty when nothing is known
     */
    static Optional<GraphEstimate> of(Mapping mapping, Map<String, Estimate> rows) {
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        List<String> unknown = new ArrayList<>();
        long all = 0;
        long bytes = 0;
        for (ElementMapping element : mapping.elements()) {
            Estimate estimate = rows.get(element.table().toString());
            if (estimate == null) {
                unknown.add(element.table().toString());
            } else {
                all += estimate.rows();
                bytes += estimate.rows() * bytes(element);
            }
        }
        String tables = rows.entrySet().stream()
                .map(table -> table.getKey() + " " + (table.getValue().exact() ? "" : "about ")
                        + Amounts.count(table.getValue().rows()))
                .collect(Collectors.joining(", "));
        return Optional.of(new GraphEstimate(tables, List.copyOf(unknown), all, bytes));
    }

    static long bytes(ElementMapping element) {
        long properties = (long) PROPERTY * element.properties().size();
        if (element instanceof NodeMapping node) {
            return NODE
                    + (long) PROPERTY * node.key().size()
                    + properties
                    + (long) INDEXES_A_NODE * INDEX_ENTRY
                    + (long) RELATIONSHIP * node.edges().size();
        }
        if (element instanceof EdgeMapping edge) {
            return RELATIONSHIP
                    + properties
                    + (edge.identifiedByEnds()
                            ? 0
                            : (long) PROPERTY * edge.key().size() + INDEX_ENTRY);
        }
        throw new IllegalStateException("unknown kind of element: " + element);
    }

    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        findings.add(
                unknown.isEmpty()
                        ? Finding.ok("rows", tables)
                        : Finding.warn(
                                "rows",
                                tables + "; unknown: " + String.join(", ", unknown) + ", left out below",
                                "see the lines above on these tables"));
        findings.add(Finding.ok(
                "estimate disk",
                "the graph takes about " + Amounts.bytes(graphBytes) + " in Neo4j (assumed: " + NODE + " B a node, "
                        + RELATIONSHIP + " B a relationship, " + PROPERTY + " B a property, " + INDEX_ENTRY
                        + " B an index entry), besides its transaction logs"));
        findings.add(Finding.ok(
                "estimate memory",
                "a page cache of " + Amounts.bytes(graphBytes) + " holds the whole graph; capture needs a heap of"
                        + " 256 MB, the sink one of 384 MB (measured with 585,000 rows)"));
        findings.add(Finding.ok(
                "estimate time",
                "a backfill of all tables takes about " + Amounts.time(Duration.ofSeconds(rows / ROWS_A_SECOND + 1))
                        + " (assumed: " + Amounts.count(ROWS_A_SECOND)
                        + " rows/s, as measured on two cores, docs/performance.md)"));
        return findings;
    }
}
