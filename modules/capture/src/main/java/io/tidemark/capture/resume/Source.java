package io.tidemark.capture.resume;

import java.util.List;

/**
 * What the log is read from; a position means something only there.
 *
 * @param systemIdentifier the cluster's, as {@code pg_control_system()} gives it; a restored dump has another one
 * @param database the database's name
 * @param tables the captured tables in order of their names: they decide how events of a transaction are counted
 */
public record Source(String systemIdentifier, String database, List<String> tables) {

    public Source {
        tables = List.copyOf(tables);
    }
}
