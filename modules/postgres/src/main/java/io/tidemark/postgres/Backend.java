package io.tidemark.postgres;

import java.sql.Connection;
import java.sql.SQLException;

/** A session of Postgres, as it is named to a person who has to find it. */
public final class Backend {

    private Backend() {}

    /** For example {@code backend 4711 (user app, application tidemark, from 10.0.0.7)}; what the role is not allowed to see is left out. */
    public static String describe(Connection connection, int process) throws SQLException {
        return Query.first(
                        connection,
                        "select concat_ws(', ', 'user ' || usename, 'application ' || nullif(application_name, ''),"
                                + " 'from ' || host(client_addr)) from pg_stat_activity where pid = ?",
                        row -> row.getString(1),
                        process)
                .filter(details -> !details.isEmpty())
                .map(details -> "backend " + process + " (" + details + ")")
                .orElse("backend " + process);
    }
}
