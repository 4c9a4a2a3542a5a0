package io.tidemark.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What every session at Postgres is set to, however server, database and role are configured: values come in one style and
 * zone, names mean Postgres' own functions and types, row security never hides a row (it makes the statement
 * fail), transactions may write, and no limit meant for the application's short statements ends a long read.
 */
public final class SessionSettings {

    private static final Map<String, String> PINNED = pinned();

    private SessionSettings() {}

    private static Map<String, String> pinned() {
        Map<String, String> pinned = new LinkedHashMap<>();
        // A function or an operator of the application must not run with our rights because it has a better name.
        pinned.put("search_path", "pg_catalog");
        pinned.put("TimeZone", "UTC");
        pinned.put("DateStyle", "ISO, YMD");
        pinned.put("IntervalStyle", "iso_8601");
        pinned.put("bytea_output", "hex");
        pinned.put("extra_float_digits", "3");
        pinned.put("lc_monetary", "C");
        pinned.put("row_security", "off");
        // What reads says so itself; setup makes a publication.
        pinned.put("default_transaction_read_only", "off");
        pinned.put("statement_timeout", "0");
        pinned.put("lock_timeout", "0");
        pinned.put("idle_in_transaction_session_timeout", "0");
        pinned.put("idle_session_timeout", "0");
        pinned.put("transaction_timeout", "0");
        return pinned;
    }

    /**
     * The statement that sets them, to be run first in a session. It leaves out those that the server does not know:
     * {@code transaction_timeout} is there since Postgres 17.
     */
    public static String statement() {
        return PINNED.entrySet().stream()
                .map(setting -> "('" + setting.getKey() + "','" + setting.getValue() + "')")
                .collect(Collectors.joining(
                        ",",
                        "select pg_catalog.count(pg_catalog.set_config(s.name, v.setting, false)) from (values ",
                        ") as v(name, setting) join pg_catalog.pg_settings s on s.name = v.name"));
    }

    /** Sets them in a session that was just opened, in auto-commit mode. */
    static void apply(Connection connection) throws SQLException {
        Query.execute(connection, statement());
    }
}
