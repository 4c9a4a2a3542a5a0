package io.tidemark.cli.deadletters;

import io.tidemark.cli.reconcile.ReconcileExit;
import io.tidemark.cli.reconcile.Reconciling;
import io.tidemark.events.DeadLetter;
import io.tidemark.model.amount.Amounts;
import io.tidemark.reconciler.repair.DeadLetterRepair;
import io.tidemark.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "resend",
        description =
                "Compares the rows of dead letters with the graph, has the capture read those that differ again, and"
                        + " settles those that are equal then; exits 3 when some are not.")
final class ResendCommand implements Callable<Integer> {

    private static final int LISTED = 20;

    @Mixin
    private final Reconciling reconciling = new Reconciling();

    @Mixin
    private final LetterSelection selection = new LetterSelection();

    /** The JSON object; its fields are these. */
    private record Document(int settled, List<String> differing, List<String> withoutKey) {}

    @Override
    public Integer call() throws Exception {
        Settings settings = reconciling.load();
        return reconciling.run(session -> {
            DeadLetterRepair repair = new DeadLetterRepair(session);
            DeadLetterRepair.Result result = repair.resend(selection.of(repair.unsettled(), settings));
            reconciling.print(
                    new Document(result.settled().size(), texts(result.differing()), texts(result.nameless())),
                    () -> lines(result));
            return result.differing().isEmpty() && result.nameless().isEmpty() ? ReconcileExit.OK : ReconcileExit.DRIFT;
        });
    }

    private static List<String> texts(List<DeadLetter> letters) {
        return letters.stream().map(DeadLetter::toString).toList();
    }

    private static List<String> lines(DeadLetterRepair.Result result) {
        List<String> lines = new ArrayList<>();
        lines.add(Amounts.count(result.settled().size(), "dead letter is", "dead letters are")
                + " settled: row and graph are equal");
        add(lines, result.differing(), "still differ: what they were refused for is still there");
        add(
                lines,
                result.nameless(),
                "name no row that can be read: ./tidemark reconcile verify says whether the table is in sync, then"
                        + " acknowledge them");
        return lines;
    }

    private static void add(List<String> lines, List<DeadLetter> letters, String what) {
        if (!letters.isEmpty()) {
            lines.add(Amounts.count(letters.size()) + " " + what);
            texts(letters).stream().limit(LISTED).forEach(lines::add);
        }
    }
}
