package io.tidemark.capture.resume;

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
 */
public record Source(
        String systemIdentifier,
        String database,
        Map<String, String> tables,
        @Nullable Integer timeline) {

    public Source {
        Objects.requireNonNull(systemIdentifier);
        Objects.requireNonNull(database);
        tables = Map.copyOf(tables);
    }

    /** The same with this said of its tables. */
    Source with(Map<String, String> otherTables) {
        return new Source(systemIdentifier, database, otherTables, timeline);
    }

    /** Of an unknown timeline. */
    public Source(String systemIdentifier, String database, Map<String, String> tables) {
        this(systemIdentifier, database, tables, null);
    }
}
