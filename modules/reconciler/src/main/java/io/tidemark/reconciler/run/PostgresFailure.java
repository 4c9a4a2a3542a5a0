package io.tidemark.reconciler.run;

import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.sql.SQLException;

/** What a failure of Postgres means. */
public final class PostgresFailure {

    private PostgresFailure() {}

    /** Names a failure in one line: RETRY when the server is unreachable, else FATAL. */
    public static TidemarkException of(SQLException failure) {
        String state = failure.getSQLState() == null ? "" : failure.getSQLState();
        boolean away = state.startsWith("08") || state.startsWith("57P");
        String message =
                String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
        return new TidemarkException(away ? Category.RETRY : Category.FATAL, "Postgres failed: " + message, failure);
    }
}
