package io.tidemark.e2e.operations;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names of docs/metrics.md, against which expressions of Prometheus are held. */
final class DocumentedMetrics {

    private static final Pattern ROW = Pattern.compile("^\\| `([a-z0-9_]+)` \\| (gauge|counter|histogram) \\|");
    private static final Pattern NOT_A_NAME = Pattern.compile(
            "\"[^\"]*\"|\\{[^}]*}|\\[[^]]*]|\\b(?:by|without|on|ignoring) *\\([^)]*\\)|\\b[0-9][a-z0-9.]*");
    private static final Pattern WORD = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
    private static final Set<String> LANGUAGE = Set.of(
            "absent",
            "and",
            "avg_over_time",
            "clamp_min",
            "delta",
            "deriv",
            "histogram_quantile",
            "increase",
            "label_replace",
            "last_over_time",
            "max",
            "min",
            "or",
            "rate",
            "sum",
            "group",
            "time",
            "unless",
            "vector");

    private final Set<String> names = new HashSet<>(Set.of("up"));

    private DocumentedMetrics() {}

    static DocumentedMetrics read(Path root) throws IOException {
        DocumentedMetrics metrics = new DocumentedMetrics();
        for (String line : Files.readAllLines(root.resolve("docs/metrics.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.find()) {
                String name = row.group(1);
                if (row.group(2).equals("histogram")) {
                    metrics.names.addAll(Set.of(name + "_bucket", name + "_count", name + "_sum"));
                } else {
                    metrics.names.add(name);
                }
            }
        }
        return metrics;
    }

    /** The metrics that an expression reads and that are not documented: everything that is not PromQL's own. */
    Set<String> undocumented(String expression) {
        Set<String> unknown = new TreeSet<>();
        Matcher word = WORD.matcher(NOT_A_NAME.matcher(expression).replaceAll(" "));
        while (word.find()) {
            String name = word.group();
            if (!LANGUAGE.contains(name) && !names.contains(name) && !name.matches("(jvm|process)_.*")) {
                unknown.add(name);
            }
        }
        return unknown;
    }
}
