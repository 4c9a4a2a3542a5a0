package io.tidemark.lab.pipeline;

import io.tidemark.graphstore.GraphReader;
import io.tidemark.model.change.RowKey;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.postgres.RowReader;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compares every row with every element, all mapped properties, in both directions. Holds one table of the graph in
 * memory; for a pipeline at rest.
 */
public final class GraphComparison {

    private static final int EXAMPLES = 5;

    private final RowReader rows;
    private final GraphReader graph;

    public GraphComparison(RowReader rows, GraphReader graph) {
        this.rows = rows;
        this.graph = graph;
    }

    /**
     * What a table's comparison came to.
     *
     * @param rows rows in Postgres
     * @param elements elements in Neo4j
     * @param missing rows without an element
     * @param extra elements without a row
     * @param different elements with other properties than their row
     * @param examples some of the differing keys, for people
     */
    public record TableResult(
            ElementMapping element,
            long rows,
            long elements,
            long missing,
            long extra,
            long different,
            List<String> examples) {

        public boolean equal() {
            return missing == 0 && extra == 0 && different == 0;
        }
    }

    /** Compares one table. */
    public TableResult compare(ElementMapping element) throws SQLException {
        Map<RowKey, List<@Nullable Object>> elements = new HashMap<>();
        long[] doubles = {0};
        graph.forEach(element, (key, properties) -> {
            if (elements.put(key, properties) != null) {
                doubles[0]++;
            }
        });
        Counts counts = new Counts();
        counts.elements = elements.size() + doubles[0];
        rows.forEach(element, (key, properties) -> {
            counts.rows++;
            List<@Nullable Object> there = elements.remove(key);
            if (there == null) {
                counts.missing++;
                counts.example("missing " + key);
            } else if (!there.equals(properties)) {
                counts.different++;
                counts.example("different " + key + ": Postgres " + properties + ", Neo4j " + there);
            }
        });
        elements.keySet().stream().limit(EXAMPLES).forEach(key -> counts.example("extra " + key));
        return new TableResult(
                element,
                counts.rows,
                counts.elements,
                counts.missing,
                elements.size() + doubles[0],
                counts.different,
                counts.examples);
    }

    private static final class Counts {

        private long rows;
        private long elements;
        private long missing;
        private long different;
        private final List<String> examples = new ArrayList<>();

        void example(String text) {
            if (examples.size() < EXAMPLES) {
                examples.add(text);
            }
        }
    }
}
