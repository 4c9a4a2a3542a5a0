package io.tidemark.reconciler.report;

import io.tidemark.reconciler.run.Json;
import io.tidemark.reconciler.verify.DriftLine;
import io.tidemark.reconciler.verify.TableResult;
import io.tidemark.reconciler.verify.Verify;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A report for machines; its fields are those of the JSON object. Pure. */
record JsonPage(
        String prefix,
        String database,
        String verdict,
        boolean complete,
        boolean everything,
        String scope,
        Instant began,
        Instant ended,
        double seconds,
        long rowsPerSecond,
        @Nullable String tidemark,
        List<Table> tables,
        List<String> notCompared,
        long driftCount,
        boolean driftsAreOfThisRun,
        List<DriftLine> drifts,
        List<ReportData.Run> runs) {

    /** A table's result, with the table's name as one text. */
    record Table(
            String table,
            long rows,
            long elements,
            long suspects,
            long missing,
            long extra,
            long different,
            long strays,
            long unsettled,
            @Nullable String notCompared) {

        private static Table of(TableResult result) {
            return new Table(
                    result.table().toString(),
                    result.rows(),
                    result.elements(),
                    result.suspects(),
                    result.missing(),
                    result.extra(),
                    result.different(),
                    result.strays(),
                    result.unsettled(),
                    result.notCompared());
        }
    }

    static String render(ReportData data) {
        Verify.Result result = data.result();
        Wording wording = new Wording(data);
        return Json.page(new JsonPage(
                data.prefix(),
                data.database(),
                result.verdict().name().toLowerCase(Locale.ROOT),
                result.isComplete(),
                data.everything(),
                result.scope(),
                result.began(),
                result.ended(),
                wording.seconds(),
                Math.round(wording.rowsPerSecond()),
                data.tidemark(),
                result.tables().stream().map(Table::of).toList(),
                wording.notCompared(),
                result.driftCount(),
                data.listBelongs(),
                data.drifts().stream().map(DriftedKey::line).toList(),
                data.runs()));
    }
}
