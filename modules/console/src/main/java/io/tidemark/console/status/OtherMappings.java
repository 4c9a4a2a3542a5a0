package io.tidemark.console.status;

import io.tidemark.console.status.PipelineStatus.Health;
import io.tidemark.console.status.PipelineStatus.Part;
import io.tidemark.console.status.PipelineStatus.Problem;
import io.tidemark.events.TopicNames;
import io.tidemark.model.TableName;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.model.mapping.MappingDifference;
import io.tidemark.model.position.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** In what the mappings that capture and sink run with differ from the one that the observer reads. Pure. */
final class OtherMappings {

    private OtherMappings() {}

    /**
     * A warning for each of the two that runs with another mapping.
     *
     * @param mapping the observer's; null when it is not known
     * @param progress the capture's, which names the topics of its tables
     * @param written the mapping that the graph was written with last
     */
    static List<Problem> of(
            String prefix, @Nullable Mapping mapping, @Nullable Progress progress, @Nullable Mapping written) {
        List<Problem> problems = new ArrayList<>();
        if (mapping != null && progress != null && progress.lsn().value() != 0) {
            List<String> difference =
                    tables(new TopicNames(prefix), mapping, progress.ends().keySet());
            if (!difference.isEmpty()) {
                problems.add(problem(Part.CAPTURE, "the capture runs with another mapping", difference));
            }
        }
        if (mapping != null && written != null) {
            List<String> difference = MappingDifference.between(written, mapping);
            if (!difference.isEmpty()) {
                problems.add(problem(Part.SINK, "the sink runs with another mapping", difference));
            }
        }
        return problems;
    }

    private static Problem problem(Part part, String what, List<String> difference) {
        return new Problem(
                part,
                Health.WARNING,
                what + ": in the one read here " + String.join(", ", difference)
                        + "; run ./tidemark setup and restart it, the sink first",
                null);
    }

    private static List<String> tables(TopicNames names, Mapping mapping, Set<String> captured) {
        List<String> difference = new ArrayList<>();
        Set<String> topics = new TreeSet<>();
        for (TableName table : mapping.tables()) {
            topics.add(names.table(table));
            if (!captured.contains(names.table(table))) {
                difference.add("table " + table + " is new");
            }
        }
        captured.stream()
                .sorted()
                .filter(topic -> !topics.contains(topic))
                .forEach(topic -> difference.add("the table of topic " + topic + " was taken out"));
        return difference;
    }
}
