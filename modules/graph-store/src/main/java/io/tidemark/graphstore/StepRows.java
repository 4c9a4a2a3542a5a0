package io.tidemark.graphstore;

import io.tidemark.model.change.RowChange;
import io.tidemark.model.mapping.ElementMapping;
import java.util.List;
import org.neo4j.driver.Value;
import org.neo4j.driver.Values;

/** The parameters of the sink's statements. Pure. */
final class StepRows {

    private StepRows() {}

    static ChangeSet.Step step(ElementMapping element, String cypher, String name, Value value) {
        return new ChangeSet.Step(element.table().toString(), cypher, Values.parameters(name, value));
    }

    /**
     * A list of what names the row, then what it says besides.
     *
     * @param values the names of {@link ElementMapping#values}, or of some
     */
    static Value row(RowName name, List<String> values, RowChange.Upsert change) {
        List<Object> key = name.keys(change.key());
        Value[] row = new Value[key.size() + values.size()];
        int index = 0;
        for (Object part : key) {
            row[index++] = GraphValues.of(part);
        }
        for (String value : values) {
            row[index++] = GraphValues.of(change.properties().get(value));
        }
        return Values.value(row);
    }

    static Value keys(List<Object> keys) {
        return Values.value(keys.stream().map(GraphValues::of).toArray(Value[]::new));
    }

    static Value rows(List<Value> rows) {
        return Values.value(rows.toArray(Value[]::new));
    }
}
