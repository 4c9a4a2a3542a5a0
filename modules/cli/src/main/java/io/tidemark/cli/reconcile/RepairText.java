package io.tidemark.cli.reconcile;

import io.tidemark.reconciler.repair.RepairPlan;
import io.tidemark.reconciler.repair.RepairResult;
import io.tidemark.reconciler.verify.VerifyResult;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A repair's plan, and what came of it. */
final class RepairText {

    private final VerifyResult found;
    private final RepairPlan plan;
    private final @Nullable RepairResult result;

    RepairText(VerifyResult found, RepairPlan plan) {
        this(found, plan, null);
    }

    RepairText(VerifyResult found, RepairPlan plan, @Nullable RepairResult result) {
        this.found = found;
        this.plan = plan;
        this.result = result;
    }

    Map<String, Object> json() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("verdict", found.verdict().name().toLowerCase(Locale.ROOT));
        fields.put("complete", found.isComplete());
        fields.put("plan", plan.tables());
        fields.put("keys", plan.keys());
        fields.put("beyond", plan.beyond());
        fields.put("executed", result != null);
        if (result != null) {
            fields.put("repaired", result.repaired());
            fields.put("remaining", result.remaining());
            fields.put("unsettled", result.unsettled());
            fields.put("began", result.began());
            fields.put("ended", result.ended());
        }
        return fields;
    }

    String text() {
        List<String> lines = new ArrayList<>();
        for (RepairPlan.Line line : plan.tables()) {
            lines.add(format(
                    "%s: %,d to bring, %,d to remove, %,d to set right%s",
                    line.table(),
                    line.missing(),
                    line.extra(),
                    line.different(),
                    line.beyond() > 0 ? format(", %,d beyond a refresh", line.beyond()) : ""));
        }
        long strays = found.tables().stream().mapToLong(table -> table.strays()).sum();
        if (plan.beyond() + strays > 0) {
            lines.add(format(
                    "%,d are beyond a refresh (several relationships for one row, or elements no row can have): remove them"
                            + " by hand; verify lists them",
                    plan.beyond() + strays));
        }
        if (!found.isComplete()) {
            found.tables().stream()
                    .filter(table -> !table.complete())
                    .map(table -> table.table() + " was not compared as a whole: "
                            + (table.notCompared() == null
                                    ? table.unsettled() + " keys changed too often to be judged"
                                    : table.notCompared()))
                    .forEach(lines::add);
        }
        if (result != null && plan.keys() > 0) {
            lines.add(format(
                    "%,d keys repaired and proved in %.1f s, %,d still differ, %,d unsettled",
                    result.repaired(),
                    Duration.between(result.began(), result.ended()).toMillis() / 1e3,
                    result.remaining() + strays,
                    result.unsettled()));
            lines.add(
                    "status and alerts know the last comparison: run ./tidemark reconcile verify with the same --state");
        } else if (plan.keys() > 0) {
            lines.add(format(
                    "%,d keys to refresh, as compared at %s: --execute does it",
                    plan.keys(), found.ended().truncatedTo(ChronoUnit.SECONDS)));
        } else {
            lines.add("nothing to refresh");
        }
        return String.join(System.lineSeparator(), lines);
    }

    private static String format(String form, Object... values) {
        return String.format(Locale.ROOT, form, values);
    }
}
