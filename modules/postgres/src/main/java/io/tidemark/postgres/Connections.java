package io.tidemark.postgres;

import io.tidemark.model.Problem;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.io.FileNotFoundException;
import java.security.cert.CertificateException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** Opens connections, and says in one line why one could not be opened. */
public final class Connections {

    private static final String CONNECT_SECONDS = "5";

    /** A server, or a proxy before it, that takes the connection and then says nothing is away, too. */
    private static final String LOGIN_SECONDS = "10";

    /** The longest that one answer may take, such as the first row of a table that has to be sorted. */
    private static final String SILENT_SECONDS = "900";

    private Connections() {}

    /**
     * Opens a connection in auto-commit mode, its session set as {@link SessionSettings} says; the caller closes it. Takes at
     * most about ten seconds, and fails when a server is silent for 15 minutes, unless the address says otherwise ({@code
     * connectTimeout}, {@code loginTimeout}, {@code socketTimeout}).
     *
     * @throws TidemarkException RETRY when the server is away or still starting, USAGE when it refuses this user,
     *     password or database
     */
    public static Connection open(DatabaseUrl url) {
        return open(url, LOGIN_SECONDS, true);
    }

    /**
     * Opens a connection as an application does, its session as server, database and role are configured: for statements that
     * stand for the application's own.
     *
     * @throws TidemarkException as {@link #open} does
     */
    public static Connection openAsApplication(DatabaseUrl url) {
        return open(url, LOGIN_SECONDS, false);
    }

    static Connection open(DatabaseUrl url, String loginSeconds, boolean pinned) {
        Properties properties = new Properties();
        properties.setProperty("user", url.user());
        properties.setProperty("password", url.password());
        properties.setProperty("ApplicationName", "tidemark");
        properties.setProperty("connectTimeout", CONNECT_SECONDS);
        properties.setProperty("loginTimeout", loginSeconds);
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("socketTimeout", SILENT_SECONDS);
        try {
            Connection connection = DriverManager.getConnection(url.jdbc(), properties);
            if (pinned) {
                pin(connection);
            }
            return connection;
        } catch (SQLException e) {
            throw explain(url, e);
        }
    }

    private static void pin(Connection connection) throws SQLException {
        try {
            SessionSettings.apply(connection);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static TidemarkException explain(DatabaseUrl url, SQLException e) {
        if (isOfTls(e)) {
            return failure(
                    Category.USAGE,
                    url,
                    e,
                    "has a certificate that cannot be trusted",
                    "check sslmode and sslrootcert in DATABASE_URL");
        }
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        return switch (state) {
            case "28P01", "28000", "08004" ->
                failure(Category.USAGE, url, e, "refuses user " + url.user(), "check DATABASE_URL");
            case "3D000" ->
                failure(
                        Category.USAGE,
                        url,
                        e,
                        "has no database " + url.database(),
                        "create it or correct DATABASE_URL");
            case "57P03" -> failure(Category.RETRY, url, e, "is starting up or shutting down", "try again in a moment");
            case "53300" ->
                failure(Category.RETRY, url, e, "has no connection left", "raise max_connections or close others");
            default ->
                failure(Category.RETRY, url, e, "cannot be reached", "is it running, and is DATABASE_URL right?");
        };
    }

    /** A certificate of a stranger or of another host, or no file to check it with; not a connection that broke in the handshake. */
    private static boolean isOfTls(SQLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException || cause instanceof FileNotFoundException) {
                return true;
            }
        }
        return String.valueOf(failure.getMessage()).contains("hostnameverifier");
    }

    private static TidemarkException failure(
            Category category, DatabaseUrl url, SQLException e, String what, String fix) {
        String detail = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return new TidemarkException(
                category,
                new Problem("Postgres at " + url.host() + ":" + url.port() + " " + what, fix + " (" + detail + ")"),
                e);
    }
}
