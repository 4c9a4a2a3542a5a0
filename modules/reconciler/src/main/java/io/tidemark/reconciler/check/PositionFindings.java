package io.tidemark.reconciler.check;

import io.tidemark.graphstore.TidemarkReader.Standing;
import io.tidemark.graphstore.TidemarkReader.Tidemark;
import io.tidemark.model.amount.Amounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is to be said of a graph's position. Pure. */
final class PositionFindings {

    /** A pipeline that runs and keeps up is at a second or two. */
    private static final double LATE_SECONDS = 30;

    private PositionFindings() {}

    /** @param head empty when Postgres was away */
    static List<Finding> of(Standing standing, Optional<SourceHead> head) {
        List<Finding> findings = new ArrayList<>();
        findings.add(standing.hold()
                .map(reason -> Finding.warn(
                        "hold",
                        "a hold lies on the graph (" + reason + "): the sink waits",
                        "let whoever set it end it, or run ./tidemark reconcile clear --resume"))
                .orElseGet(() -> Finding.ok("hold", "none: the sink may write")));
        findings.add(standing.tidemark()
                .map(tidemark -> position(tidemark, head))
                .orElseGet(() -> Finding.warn(
                        "tidemark",
                        "the graph does not say how far it is: it is being filled, or no sink has run",
                        "see that ./tidemark capture and ./tidemark sink run, then wait")));
        return findings;
    }

    private static Finding position(Tidemark tidemark, Optional<SourceHead> head) {
        String at = "at " + tidemark.lsn() + ", committed " + tidemark.committedAt();
        if (head.isEmpty()) {
            return Finding.warn("tidemark", at + "; its lag is unknown", "see to Postgres first");
        }
        if (tidemark.lsn().compareTo(head.get().written()) > 0) {
            return Finding.fail(
                    "tidemark",
                    at + ", but Postgres' log ends at " + head.get().written()
                            + ": it is another database, or it was reset",
                    "correct DATABASE_URL or NEO4J_URI; after a restore of Postgres run ./tidemark capture --resnapshot");
        }
        Lag lag = Lag.of(tidemark, head.get().written(), head.get().now());
        String detail = at + "; lag " + Amounts.bytes(lag.bytes()) + ", " + Amounts.time(lag.seconds());
        return lag.seconds() > LATE_SECONDS
                ? Finding.warn(
                        "tidemark", detail, "see that ./tidemark capture and ./tidemark sink run, and their logs")
                : Finding.ok("tidemark", detail);
    }
}
