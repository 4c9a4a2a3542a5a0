package io.tidemark.reconciler.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.reconciler.run.StateFolder;
import io.tidemark.reconciler.verify.DriftLog;
import io.tidemark.reconciler.verify.LastVerify;
import io.tidemark.reconciler.verify.Verify;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/**
 * The last comparison as pages for people and machines. Pages hold row contents: they are for who may read the database.
 * Immutable.
 */
public final class Report {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ReportData data;

    public Report(ReportData data) {
        this.data = data;
    }

    /**
     * The report on what a state folder keeps.
     *
     * @param limit how many drifted keys are listed; the rest is counted
     * @param runs other runs worth telling
     * @throws TidemarkException USAGE when it keeps no comparison, or one that cannot be read
     */
    public static Report read(StateFolder state, int limit, List<ReportData.Run> runs) {
        LastVerify last = LastVerify.read(state)
                .orElseThrow(() -> new TidemarkException(
                        Category.USAGE,
                        "no comparison is kept in " + state.file("last-verify.json")
                                + ": run ./tidemark reconcile verify first, or name its folder with --state"));
        List<ReportData.Run> all = new ArrayList<>(runs);
        state.read(ReportData.LAST_REPAIR, new TypeReference<ReportData.Run>() {})
                .filter(repair -> repair.ended().isAfter(last.result().ended()))
                .ifPresent(all::add);
        List<DriftedKey> drifts = new ArrayList<>();
        long[] logged = {0};
        if (Files.exists(state.file(Verify.DRIFTS))) {
            DriftLog.read(state.file(Verify.DRIFTS), line -> {
                if (logged[0]++ < limit) {
                    drifts.add(parse(line.json()));
                }
            });
        }
        return new Report(new ReportData(
                last.origin().prefix(),
                last.origin().database(),
                last.result(),
                last.everything(),
                drifts,
                logged[0],
                null,
                all));
    }

    private static DriftedKey parse(String line) {
        try {
            return DriftedKey.of(JSON.readTree(line));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON", e);
        }
    }

    /** For a terminal, a merge request, a chat. */
    public String markdown() {
        return new MarkdownPage(data).render();
    }

    /** For machines: the fields of {@code verify --output json}, and what was not compared. */
    public String json() {
        return new JsonPage(data).render();
    }

    /** One page that needs nothing else: no script, no font, no address. */
    public String html() {
        return new HtmlPage(data).render();
    }
}
