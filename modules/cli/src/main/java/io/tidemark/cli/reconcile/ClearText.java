package io.tidemark.cli.reconcile;

import io.tidemark.reconciler.rebuild.Clear;
import io.tidemark.reconciler.run.ReconcilerSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a clear would do and what it did, in words. Pure. */
final class ClearText {

    private ClearText() {}

    static String question(Clear.Plan plan, ReconcilerSettings settings) {
        return String.format(
                Locale.ROOT,
                "%,d elements of %s go from the graph at %s; readers see it empty until it is filled again",
                plan.going(),
                settings.prefix(),
                settings.graph().uri());
    }

    static List<String> lines(Clear.Result result) {
        List<String> lines = new ArrayList<>();
        for (Clear.Part part : result.parts()) {
            lines.add(String.format(Locale.ROOT, "%s: %,d %s removed", part.table(), part.going(), part.name()));
            lines.addAll(part.left());
        }
        lines.add(String.format(
                Locale.ROOT,
                "cleared in %.1f s; a sink fills it again from the topics",
                result.took().toMillis() / 1e3));
        return lines;
    }
}
