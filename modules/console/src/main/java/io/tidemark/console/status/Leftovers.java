package io.tidemark.console.status;

import io.tidemark.console.status.GraphPositionsReader.Positions;
import io.tidemark.console.status.PipelineStatus.Health;
import io.tidemark.console.status.PipelineStatus.Part;
import io.tidemark.console.status.PipelineStatus.Problem;
import io.tidemark.console.status.SourceReader.Head;
import io.tidemark.postgres.OtherSlot;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Names slots, positions and holds of pipelines that do not run. Pure. */
final class Leftovers {

    private Leftovers() {}

    /**
     * One problem for each.
     *
     * @param head null when Postgres cannot be read; nothing is said then, for what runs is not known
     * @param positions null when the graph cannot be read
     */
    static List<Problem> of(@Nullable Head head, @Nullable Positions positions) {
        List<Problem> problems = new ArrayList<>();
        if (head == null) {
            return problems;
        }
        head.others().stream()
                .flatMap(slot -> slot.leftover().stream())
                .map(found -> problem(Part.POSTGRES, found, "slot-inactive.md"))
                .forEach(problems::add);
        if (positions != null) {
            List<String> used = head.others().stream()
                    .filter(OtherSlot::used)
                    .map(OtherSlot::name)
                    .toList();
            positions.others().stream()
                    .flatMap(other -> other.leftover(used).stream())
                    .map(found -> problem(Part.NEO4J, found, null))
                    .forEach(problems::add);
        }
        return problems;
    }

    private static Problem problem(Part part, io.tidemark.model.Problem found, @Nullable String runbook) {
        return new Problem(part, Health.WARNING, found.toString(), runbook);
    }
}
