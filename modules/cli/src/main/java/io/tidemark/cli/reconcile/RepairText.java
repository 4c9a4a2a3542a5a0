package io.tidemark.cli.reconcile;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tidemark.model.amount.Amounts;
import io.tidemark.reconciler.repair.Repair;
import io.tidemark.reconciler.verify.Verify;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A repair's plan, and what came of it. Pure.
 *
 * @param found the comparison that found the drift
 * @param result null when the plan was not executed
 */
record RepairText(Verify.Result found, Repair.Plan plan, Repair.@Nullable Result result) {

    /** The JSON object; its fields are these, and those that are null are left out. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Document(
            String verdict,
            boolean complete,
            List<Repair.Line> plan,
            long keys,
            long beyond,
            boolean executed,
            @Nullable Long repaired,
            @Nullable Long remaining,
            @Nullable Long unsettled,
            @Nullable Instant began,
            @Nullable Instant ended) {}

    Document document() {
        return new Document(
                found.verdict().name().toLowerCase(Locale.ROOT),
                found.isComplete(),
                plan.tables(),
                plan.keys(),
                plan.beyond(),
                result != null,
                result == null ? null : result.repaired(),
                result == null ? null : result.remaining(),
                result == null ? null : result.unsettled(),
                result == null ? null : result.began(),
                result == null ? null : result.ended());
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Repair.Line line : plan.tables()) {
            lines.add(line.table() + ": " + Amounts.count(line.missing()) + " to bring, " + Amounts.count(line.extra())
                    + " to remove, " + Amounts.count(line.different()) + " to set right"
                    + (line.beyond() > 0 ? ", " + Amounts.count(line.beyond()) + " beyond a refresh" : ""));
        }
        if (plan.beyond() + found.strays() > 0) {
            lines.add(Amounts.count(plan.beyond() + found.strays())
                    + " are beyond a refresh (several relationships for one row, or elements no row can have): remove them"
                    + " by hand; verify lists them");
        }
        found.tables().stream()
                .filter(table -> !table.complete())
                .map(table -> table.table() + " was not compared as a whole: "
                        + (table.notCompared() == null
                                ? table.unsettled() + " keys changed too often to be judged"
                                : table.notCompared()))
                .forEach(lines::add);
        if (plan.keys() == 0) {
            lines.add("nothing to refresh");
        } else if (result == null) {
            lines.add(Amounts.count(plan.keys()) + " keys to refresh, as compared at "
                    + found.ended().truncatedTo(ChronoUnit.SECONDS) + ": --execute does it");
        } else {
            lines.add(String.format(
                    Locale.ROOT,
                    "%,d keys repaired and proved in %.1f s, %,d still differ, %,d unsettled",
                    result.repaired(),
                    Duration.between(result.began(), result.ended()).toMillis() / 1e3,
                    result.remaining() + found.strays(),
                    result.unsettled()));
            lines.add(
                    "status and alerts know the last comparison: run ./tidemark reconcile verify with the same --state");
        }
        return lines;
    }
}
