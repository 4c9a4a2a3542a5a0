package io.tidemark.graphstore;

import io.tidemark.model.value.Interval;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Value;
import org.neo4j.driver.Values;

/** The values of rows as the driver sends them. */
final class GraphValues {

    private GraphValues() {}

    /** The driver's value for one of the Java types in {@link io.tidemark.model.value.GraphType}, a list of them, or null. */
    static Value of(@Nullable Object value) {
        if (value instanceof Interval interval) {
            return Values.isoDuration(interval.months(), interval.days(), interval.seconds(), interval.nanoseconds());
        }
        if (value instanceof List<?> list) {
            return Values.value(list.stream().map(GraphValues::of).toArray(Value[]::new));
        }
        return Values.value(value);
    }
}
