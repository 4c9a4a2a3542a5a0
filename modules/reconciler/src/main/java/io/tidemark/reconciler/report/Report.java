package io.tidemark.reconciler.report;

import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.reconciler.run.StateFolder;
import io.tidemark.reconciler.verify.DriftLine;
import io.tidemark.reconciler.verify.DriftReader;
import io.tidemark.reconciler.verify.LastVerify;
import io.tidemark.reconciler.verify.Verify;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The last comparison as pages for people and machines. Pages hold row contents: they are for who may read the database.
 * Immutable.
 */
public final class Report {

    /** The last repair, as a {@link ReportData.Run}, in the state folder. */
    private static final String LAST_REPAIR = "last-repair.json";

    private final ReportData data;

    Report(ReportData data) {
        this.data = data;
    }

    /** Keeps what a repair came to, in one line, for later reports. */
    public static void keepRepair(StateFolder state, Instant ended, String outcome) {
        state.write(LAST_REPAIR, new ReportData.Run("repair", ended, outcome));
    }

    /**
     * The report on what a state folder keeps.
     *
     * @param limit how many drifted keys are listed; the rest is counted
     * @throws TidemarkException USAGE when it keeps no comparison, or one that cannot be read
     */
    public static Report read(StateFolder state, int limit) {
        LastVerify last = LastVerify.read(state)
                .orElseThrow(() -> new TidemarkException(
                        Category.USAGE,
                        "no comparison is kept in " + state.file(LastVerify.FILE)
                                + ": run ./tidemark reconcile verify first, or name its folder with --state"));
        List<ReportData.Run> runs = state.read(LAST_REPAIR, ReportData.Run.class)
                .filter(repair -> repair.ended().isAfter(last.result().ended()))
                .map(List::of)
                .orElse(List.of());
        List<DriftedKey> drifts = new ArrayList<>();
        long logged = 0;
        if (Files.exists(state.file(Verify.DRIFTS))) {
            try (DriftReader reader = new DriftReader(state.file(Verify.DRIFTS))) {
                for (; reader.hasNext(); logged++) {
                    DriftLine line = reader.next();
                    if (logged < limit) {
                        drifts.add(DriftedKey.of(line));
                    }
                }
            }
        }
        return new Report(new ReportData(
                last.origin().prefix(),
                last.origin().database(),
                last.result(),
                last.everything(),
                drifts,
                logged,
                null,
                runs));
    }

    /** For a terminal, a merge request, a chat. */
    public String markdown() {
        return new MarkdownPage(data).render();
    }

    /** For machines: the fields of {@code verify --output json}, and what was not compared. */
    public String json() {
        return JsonPage.render(data);
    }

    /** One page that needs nothing else: no script, no font, no address. */
    public String html() {
        return new HtmlPage(data).render();
    }
}
