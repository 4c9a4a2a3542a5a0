package io.tidemark.console.status;

import io.tidemark.events.KafkaSettings;
import io.tidemark.graphstore.GraphSettings;
import io.tidemark.model.TableName;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.postgres.DatabaseUrl;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an observer needs to know.
 *
 * @param database any role that may connect
 * @param graph a user that may read
 * @param kafka a user that may describe topics and groups, and read
 * @param prefix the pipeline's
 * @param mapping null when it cannot be read, and then the topics that begin with the prefix are taken
 * @param mappingProblem why the mapping cannot be read, in one line; null when it can
 * @param state the folder where the reconciler keeps its last result; null when it is not looked for
 */
public record ConsoleSettings(
        DatabaseUrl database,
        GraphSettings graph,
        KafkaSettings kafka,
        String prefix,
        @Nullable Mapping mapping,
        @Nullable String mappingProblem,
        @Nullable Path state) {

    /** The mapped tables, in the order of the mapping; empty without one. */
    List<TableName> tables() {
        return mapping == null
                ? List.of()
                : mapping.elements().stream().map(ElementMapping::table).toList();
    }
}
