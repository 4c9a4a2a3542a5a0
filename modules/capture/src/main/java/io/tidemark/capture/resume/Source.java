package io.tidemark.capture.resume;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the log is read from; a position means something only there.
 *
 * @param systemIdentifier the cluster's, as {@code pg_control_system()} gives it; a restored dump has another one
 * @param database the database's name
 * @param tables the captured tables, which decide how events of a transaction are counted; for each what makes it the
 *     same table under the same publication, see {@link io.tidemark.postgres.TableIdentity}
 * @param timeline the server's timeline; null where a version before did not write it down
 * @param partitions for each captured table that is partitioned, the partitions whose rows are in the topics, see {@link
 *     io.tidemark.postgres.PartitionTree}; what a version before wrote has none
 */
public record Source(
        String systemIdentifier,
        String database,
        Map<String, String> tables,
        @Nullable Integer timeline,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> partitions) {

    public Source {
        Objects.requireNonNull(systemIdentifier);
        Objects.requireNonNull(database);
        tables = Map.copyOf(tables);
        partitions = Map.copyOf(Objects.requireNonNullElse(partitions, Map.of()));
    }

    /** The same with these partitions of a table. */
    public Source withPartitions(String table, String text) {
        Map<String, String> changed = new HashMap<>(partitions);
        changed.put(table, text);
        return new Source(systemIdentifier, database, tables, timeline, changed);
    }

    /** The same with the partitions that another moment had, of the tables that it had and that are partitioned now. */
    public Source withPartitionsOf(Source earlier) {
        Map<String, String> before = new HashMap<>();
        partitions.forEach((table, now) -> before.put(
                table, earlier.tables.containsKey(table) ? earlier.partitions.getOrDefault(table, "") : now));
        return new Source(systemIdentifier, database, tables, timeline, before);
    }

    /** The same with this said of its tables. */
    Source with(Map<String, String> otherTables) {
        return new Source(systemIdentifier, database, otherTables, timeline, partitions);
    }

    /** Of tables that are not partitioned. */
    public Source(String systemIdentifier, String database, Map<String, String> tables, @Nullable Integer timeline) {
        this(systemIdentifier, database, tables, timeline, Map.of());
    }

    /** Of an unknown timeline. */
    public Source(String systemIdentifier, String database, Map<String, String> tables) {
        this(systemIdentifier, database, tables, null);
    }
}
