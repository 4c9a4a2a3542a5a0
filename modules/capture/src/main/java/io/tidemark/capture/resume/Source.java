package io.tidemark.capture.resume;

import java.util.Map;
import java.util.Objects;

/**
 * What the log is read from; a position means something only there.
 *
 * @param systemIdentifier the cluster's, as {@code pg_control_system()} gives it; a restored dump has another one
 * @param database the database's name
 * @param tables the captured tables, which decide how events of a transaction are counted; for each what makes it the
 *     same table under the same publication
 */
public record Source(String systemIdentifier, String database, Map<String, String> tables) {

    public Source {
        Objects.requireNonNull(systemIdentifier);
        Objects.requireNonNull(database);
        tables = Map.copyOf(tables);
    }
}
