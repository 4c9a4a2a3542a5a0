package io.tidemark.lab.chaos.judge;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** I6: a table's topic, folded to the last record of each key, holds exactly the table's rows. */
public final class MirrorComparison {

    private final String table;
    private final Map<String, List<@Nullable String>> left;
    private final Examples examples = new Examples();
    private long wrong;

    /** @param folded the rows that the topic ends with, by key */
    public MirrorComparison(String table, Map<String, List<@Nullable String>> folded) {
        this.table = table;
        this.left = new HashMap<>(folded);
    }

    /**
     * What a comparison came to.
     *
     * @param wrong keys that only one side has, or with other columns
     */
    public record Result(long wrong, List<String> examples) {}

    /** Takes the next row of the table. */
    public void row(String key, List<@Nullable String> row) {
        List<@Nullable String> inTopic = left.remove(key);
        if (inTopic == null) {
            wrong("topic lacks " + table + " " + key);
        } else if (!inTopic.equals(row)) {
            wrong("topic ends otherwise for " + table + " " + key);
        }
    }

    private void wrong(String line) {
        wrong++;
        examples.add(line);
    }

    /** Call after the last row. */
    public Result result() {
        left.keySet().forEach(key -> wrong("topic holds a ghost: " + table + " " + key));
        left.clear();
        return new Result(wrong, examples.lines());
    }
}
