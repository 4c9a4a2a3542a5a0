package io.tidemark.e2e.operations;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A section of {@code docs/metrics.md}. */
final class MetricsTable {

    private static final Pattern ROW =
            Pattern.compile("\\| `([a-z0-9_]+)` \\| (gauge|counter|histogram) \\| (.*?) ?\\| (.+) \\|");
    private static final Pattern LABEL = Pattern.compile("`([a-z_]+)`(?: \\(([a-z_, ]+)\\))?");

    private MetricsTable() {}

    /**
     * One row.
     *
     * @param labels the values that it names, by label; none where it leaves them open
     */
    record Row(String name, String kind, Map<String, Set<String>> labels) {}

    /** The rows under a heading. */
    static List<Row> under(String heading) throws IOException {
        String text =
                Files.readString(Path.of(System.getProperty("tidemark.root")).resolve("docs/metrics.md"));
        String section =
                text.substring(text.indexOf("\n## " + heading + "\n") + 1).substring(3);
        int end = section.indexOf("\n## ");
        List<Row> rows = new ArrayList<>();
        (end < 0 ? section : section.substring(0, end)).lines().forEach(line -> {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                rows.add(new Row(row.group(1), row.group(2), labels(row.group(3))));
            }
        });
        return rows;
    }

    private static Map<String, Set<String>> labels(String text) {
        Map<String, Set<String>> labels = new TreeMap<>();
        Matcher label = LABEL.matcher(text);
        while (label.find()) {
            labels.put(
                    label.group(1),
                    label.group(2) == null
                            ? Set.of()
                            : new TreeSet<>(Arrays.asList(label.group(2).split(", ", -1))));
        }
        return labels;
    }
}
