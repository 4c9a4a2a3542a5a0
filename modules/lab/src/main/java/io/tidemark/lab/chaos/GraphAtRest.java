package io.tidemark.lab.chaos;

import io.tidemark.graphstore.Graph;
import io.tidemark.graphstore.GraphReader;
import io.tidemark.lab.pipeline.GraphComparison;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.postgres.Connections;
import io.tidemark.postgres.RowReader;
import io.tidemark.settings.Settings;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Waits until the graph equals the tables, or until nothing moves any more, and says what is wrong then. */
final class GraphAtRest {

    private static final Duration LONGEST_STANDSTILL = Duration.ofSeconds(45);
    private static final long LOOK_EVERY_MILLIS = 500;

    private final Settings settings;
    private final GraphReader reader;

    GraphAtRest(Settings settings, Graph graph) {
        this.settings = settings;
        this.reader = graph.reader(settings.mapping());
    }

    /** Rows and elements that do not agree. */
    record Difference(long wrong, List<String> notes) {}

    Difference await(Runnable meanwhile) throws SQLException, InterruptedException {
        long last = -1;
        long movedAt = System.nanoTime();
        while (true) {
            meanwhile.run();
            long applied = applied();
            boolean moving = applied != last;
            if (moving) {
                last = applied;
                movedAt = System.nanoTime();
            } else {
                Optional<Difference> difference = difference();
                boolean still = System.nanoTime() - movedAt > LONGEST_STANDSTILL.toNanos();
                if (difference.isPresent() && (still || difference.get().wrong() == 0)) {
                    return difference.get();
                }
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
        }
    }

    private long applied() {
        try {
            return reader.appliedChanges(settings.prefix());
        } catch (TidemarkException e) {
            return -1; // still starting
        }
    }

    /** Empty when the graph changed under the comparison. */
    private Optional<Difference> difference() throws SQLException {
        try {
            return Optional.of(compare());
        } catch (TidemarkException e) {
            if (e.category() == Category.RETRY) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Difference compare() throws SQLException {
        long wrong = reader.abandonedReferences();
        List<String> notes = new ArrayList<>();
        if (wrong > 0) {
            notes.add(wrong + " references are left behind");
        }
        try (Connection connection = Connections.open(settings.database())) {
            for (ElementMapping element : settings.mapping().elements()) {
                GraphComparison.TableResult result =
                        new GraphComparison(new RowReader(connection), reader).compare(element);
                wrong += result.missing() + result.extra() + result.different();
                result.examples().forEach(example -> notes.add("graph, " + element.table() + ": " + example));
            }
        }
        return new Difference(wrong, notes);
    }
}
