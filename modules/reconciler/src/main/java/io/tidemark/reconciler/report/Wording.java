package io.tidemark.reconciler.report;

import io.tidemark.model.amount.Amounts;
import io.tidemark.reconciler.verify.TableResult;
import io.tidemark.reconciler.verify.Verify;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What all pages say, in words. Pure. */
final class Wording {

    private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final double MILLIS_A_SECOND = 1_000;
    private static final long SHORTEST_MILLIS = 1;
    private static final long FINE_SECONDS = 10;

    private final ReportData data;
    private final Verify.Result result;

    Wording(ReportData data) {
        this.data = data;
        this.result = data.result();
    }

    /** One or two words. */
    String verdict() {
        return switch (result.verdict()) {
            case IN_SYNC -> "In sync";
            case DRIFT -> "Drift";
            case INCOMPLETE -> "Incomplete";
        };
    }

    /** What the verdict means here. */
    String sentence() {
        String compared =
                plural(result.rows(), "row") + " of " + plural(result.tables().size(), "table");
        return switch (result.verdict()) {
            case IN_SYNC ->
                data.everything()
                        ? "All that was compared is equal on both sides: " + compared + " (" + result.scope() + ")."
                        : "The sample is equal on both sides: " + compared + ". That proves nothing of the rest.";
            case DRIFT ->
                plural(result.driftCount(), "key") + (result.driftCount() == 1 ? " differs" : " differ")
                        + " between Postgres and Neo4j, of " + compared + "."
                        + (result.isComplete() ? "" : " Besides, not everything could be compared.");
            case INCOMPLETE -> "No drift was found among " + compared + ", but not everything could be compared.";
        };
    }

    /** What to do next. */
    String next() {
        return switch (result.verdict()) {
            case IN_SYNC -> "Nothing needs to be done.";
            case DRIFT -> "./tidemark reconcile repair shows what it would have read again; with --execute it does.";
            case INCOMPLETE -> "See to what is named under “Not compared”, then verify again.";
        };
    }

    /** What is worth knowing of the run, by name. */
    Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Pipeline", data.prefix());
        facts.put("Database", data.database());
        facts.put("Compared", result.scope());
        facts.put("Began", time(result.began()));
        facts.put("Took", took());
        facts.put("Rows", Amounts.count(result.rows()));
        facts.put(
                "Elements",
                Amounts.count(result.tables().stream()
                        .mapToLong(TableResult::elements)
                        .sum()));
        facts.put("Speed", Amounts.count(Math.round(rowsPerSecond())) + " rows/s");
        String tidemark = data.tidemark();
        if (tidemark != null) {
            facts.put("Tidemark", tidemark);
        }
        return facts;
    }

    static String time(Instant time) {
        return MINUTES.format(time);
    }

    double seconds() {
        return Math.max(SHORTEST_MILLIS, millis()) / MILLIS_A_SECOND;
    }

    double rowsPerSecond() {
        return result.rows() / seconds();
    }

    private String took() {
        return millis() < FINE_SECONDS * MILLIS_A_SECOND
                ? String.format(Locale.ROOT, "%.1f s", seconds())
                : Amounts.time(Duration.ofMillis(millis()));
    }

    private long millis() {
        return Duration.between(result.began(), result.ended()).toMillis();
    }

    /** One line for each thing that was left out of what was asked for; empty when nothing was. */
    List<String> notCompared() {
        List<String> lines = new ArrayList<>();
        for (TableResult table : result.tables()) {
            if (table.notCompared() != null) {
                lines.add(table.table() + ": " + table.notCompared());
            }
            if (table.unsettled() > 0) {
                lines.add(table.table() + ": " + plural(table.unsettled(), "key")
                        + " changed too often to be judged; verify again at a quieter time");
            }
        }
        return lines;
    }

    /** How much of what was asked for was compared. */
    String completeness() {
        return result.isComplete()
                ? "All that was asked for was compared: " + result.scope() + "."
                : "Asked for was: " + result.scope() + ". Of that, this was not compared:";
    }

    /** What no comparison of this kind reads. */
    List<String> neverCompared() {
        List<String> lines = new ArrayList<>();
        if (!data.everything()) {
            lines.add("All keys that chance did not choose.");
        }
        lines.add(
                "Columns, properties, labels and relationship types outside the mapping, and tables that are not listed"
                        + " above.");
        return lines;
    }

    /** Why drifts are missing from the list; empty when none is. */
    String unlisted() {
        if (!data.listBelongs()) {
            return "The list of drifted keys in the state folder has " + Amounts.count(data.logged())
                    + " of the " + Amounts.count(data.expected())
                    + " that this comparison found: a later one has begun, or the file was changed. Verify again.";
        }
        long more = data.expected() - data.drifts().size();
        return more > 0 ? "And " + Amounts.count(more) + " more, not listed here (--limit)." : "";
    }

    /** What is to be said of elements that have no key; empty when there are none. */
    String strays() {
        long strays = result.strays();
        return strays == 0
                ? ""
                : plural(strays, "element")
                        + " no key can name (strays): something else than the sink has written to the"
                        + " graph. No refresh mends them; remove them by hand.";
    }

    static String plural(long count, String noun) {
        return Amounts.count(count) + " " + noun + (count == 1 ? "" : "s");
    }
}
