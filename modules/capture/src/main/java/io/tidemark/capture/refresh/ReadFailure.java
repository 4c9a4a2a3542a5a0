package io.tidemark.capture.refresh;

import io.tidemark.capture.settings.CaptureSettings;
import io.tidemark.model.TableName;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.sql.SQLException;
import java.util.Set;

/** Tells a transient failure of Postgres from a request that it refuses. Pure. */
final class ReadFailure {

    private static final String LOCK_TIMEOUT = "55P03";

    /** A page, a TOASTed value or an index is damaged: reading it again does not help. */
    private static final Set<String> DAMAGED = Set.of("XX001", "XX002");

    /** Connections, rollbacks, resources, states of the server, operators, the system, Postgres itself. */
    private static final Set<String> PASSING = Set.of("", "08", "25", "40", "53", "55", "57", "58", "XX");

    private ReadFailure() {}

    /**
     * What to do about a failed read.
     *
     * @return the failure, when reading again may help
     * @throws RefusedRequestException when it would fail again
     */
    static TidemarkException explain(SQLException e, TableName table, CaptureSettings settings)
            throws RefusedRequestException {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        if (state.equals(LOCK_TIMEOUT)) {
            return new TidemarkException(
                    Category.RETRY,
                    "table " + table + " is locked by a session that alters it: it cannot be refreshed until that ends",
                    e);
        }
        if (DAMAGED.contains(state)) {
            throw RefusedRequestException.ofSomeKeys(
                    "table " + table + " is damaged in Postgres (" + state + ", " + firstLine(e)
                            + "); what cannot be read is left in the graph as it is: restore it, then refresh it");
        }
        if (PASSING.contains(state.length() < 2 ? "" : state.substring(0, 2))) {
            return new TidemarkException(
                    Category.RETRY,
                    "Postgres at " + settings.database().host() + ":"
                            + settings.database().port() + " did not let rows of " + table + " be refreshed ("
                            + firstLine(e) + ")",
                    e);
        }
        if (state.startsWith("22") || state.startsWith("23")) {
            throw RefusedRequestException.ofSomeKeys("a key does not fit the primary key of " + table + ": "
                    + firstLine(e).replaceAll("\".*\"", "…"));
        }
        throw new RefusedRequestException("Postgres refuses to read " + table + ": " + firstLine(e));
    }

    private static String firstLine(SQLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
