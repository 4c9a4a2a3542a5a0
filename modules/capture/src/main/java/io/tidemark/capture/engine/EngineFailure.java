package io.tidemark.capture.engine;

import io.tidemark.capture.settings.CaptureSettings;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Turns what ended the engine into one line, and says whether a new engine may help. Pure. */
public final class EngineFailure {

    private static final int CAUSES = 30;
    private static final String CONNECTION_TEST = "Error while validating connector config";

    /** Conflicts, locks, time limits and disks: the same may go through later. */
    private static final Set<String> PASSING = Set.of("25P03", "40001", "40P01", "55P03", "57014", "58030");

    /** What a standby says to those who want to write, or to read its log, before it is promoted. */
    private static final Set<String> IN_RECOVERY = Set.of("0A000", "25006", "55000");

    private EngineFailure() {}

    /** Why something failed on the way from Postgres. */
    public static TidemarkException explain(Throwable failure, CaptureSettings settings) {
        List<Throwable> causes = causes(failure);
        for (Throwable cause : causes) {
            if (cause instanceof TidemarkException known) {
                return known;
            }
        }
        for (Throwable cause : causes) {
            if (cause instanceof SQLException sql) {
                return explain(sql, failure, settings);
            }
        }
        for (Throwable cause : causes) {
            if (cause instanceof IOException) {
                return new TidemarkException(
                        Category.RETRY, at(settings) + " was lost (" + firstLine(cause) + ")", failure);
            }
        }
        // Debezium tries the connection while it checks its configuration, and tells only so when that fails. What it
        // is told has been checked just before, so there is nothing else to be wrong.
        if (causes.stream().anyMatch(cause -> String.valueOf(cause.getMessage()).contains(CONNECTION_TEST))) {
            return new TidemarkException(
                    Category.RETRY, at(settings) + " could not be checked (" + root(causes) + ")", failure);
        }
        return fatal(failure, "the Debezium engine stopped: " + root(causes));
    }

    private static TidemarkException explain(SQLException sql, Throwable failure, CaptureSettings settings) {
        String state = sql.getSQLState() == null ? "" : sql.getSQLState();
        String detail = " (" + firstLine(sql) + ")";
        String slot = "replication slot " + settings.slotName();
        if (IN_RECOVERY.contains(state) && firstLine(sql).contains("recovery")) {
            return new TidemarkException(
                    Category.RETRY, at(settings) + " is a standby, or was until now" + detail, failure);
        }
        return switch (state) {
            case "55006" ->
                new TidemarkException(Category.RETRY, slot + " is in use by another capture" + detail, failure);
            case "28P01", "28000" ->
                new TidemarkException(
                        Category.USAGE,
                        at(settings) + " refuses user " + settings.database().user() + detail + ": check DATABASE_URL",
                        failure);
            case "42501" ->
                fatal(
                        failure,
                        "user " + settings.database().user() + " may not do this at " + at(settings) + detail
                                + ": grant it REPLICATION, and SELECT on the mapped tables");
            case "42704" ->
                fatal(
                        failure,
                        "publication " + settings.publicationName() + " or " + slot + " is missing" + detail
                                + ": run ./tidemark setup, then start again");
            case "57014" ->
                new TidemarkException(
                        Category.RETRY,
                        at(settings) + " took too long" + detail
                                + ": a new slot waits for every transaction that is open (pg_stat_activity,"
                                + " pg_prepared_xacts)",
                        failure);
            case "53400" -> fatal(failure, "no replication slot is left" + detail + ": raise max_replication_slots");
            case "55000", "58P01" ->
                fatal(
                        failure,
                        slot + " cannot be read" + detail
                                + ": wal_level must be logical and the slot's log must still be there");
            default ->
                isPassing(state)
                        ? new TidemarkException(Category.RETRY, at(settings) + " was lost" + detail, failure)
                        : fatal(failure, at(settings) + " reports SQL state " + state + detail);
        };
    }

    /** Connection failures, and a server that is starting, stopping or full. */
    private static boolean isPassing(String state) {
        return state.isEmpty()
                || state.startsWith("08")
                || state.startsWith("57P")
                || state.startsWith("53")
                || PASSING.contains(state);
    }

    private static TidemarkException fatal(Throwable failure, String message) {
        return new TidemarkException(Category.FATAL, message, failure);
    }

    private static String at(CaptureSettings settings) {
        return "Postgres at " + settings.database().host() + ":"
                + settings.database().port();
    }

    private static List<Throwable> causes(Throwable failure) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable each = failure; each != null && causes.size() < CAUSES; each = each.getCause()) {
            causes.add(each);
        }
        return causes;
    }

    private static String root(List<Throwable> causes) {
        Throwable root = causes.get(causes.size() - 1);
        return root.getClass().getSimpleName() + ": " + firstLine(root);
    }

    private static String firstLine(Throwable failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }
}
