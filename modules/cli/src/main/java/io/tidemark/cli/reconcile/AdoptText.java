package io.tidemark.cli.reconcile;

import io.tidemark.model.amount.Amounts;
import io.tidemark.reconciler.adopt.Adoption;
import io.tidemark.reconciler.adopt.Listing;
import java.util.ArrayList;
import java.util.List;

/** What an adoption did, or would do, in words. Pure. */
final class AdoptText {

    private AdoptText() {}

    static List<String> lines(Adoption adoption) {
        String would = adoption.dryRun() ? "would be " : "";
        List<String> lines = new ArrayList<>();
        adoption.constraints().forEach(name -> lines.add("constraint " + name + ": " + would + "made"));
        for (Adoption.Nodes nodes : adoption.nodes()) {
            lines.add(nodes.table() + ": " + Amounts.count(nodes.adopted(), "node", "nodes") + " with the label "
                    + nodes.label() + " " + would + "adopted, "
                    + Amounts.count(nodes.own()) + (nodes.own() == 1 ? " was" : " were") + " Tidemark's before");
            listing("duplicate key", "nodes", nodes.duplicates(), lines);
            listing("unfit key", "nodes", nodes.unfit(), lines);
        }
        for (Adoption.Edges edges : adoption.edges()) {
            listing(edges.table() + ": duplicate", edges.type(), edges.duplicates(), lines);
        }
        if (adoption.left().isEmpty()) {
            lines.add(adoption.dryRun() ? "nothing was changed" : "the graph is Tidemark's; next: ./tidemark setup");
        }
        return lines;
    }

    private static void listing(String what, String elements, Listing listing, List<String> lines) {
        for (Listing.Entry entry : listing.keys()) {
            lines.add("  " + what + " " + String.join("→", entry.key())
                    + (entry.type().isEmpty() ? "" : " (" + entry.type() + ")") + ": "
                    + Amounts.count(entry.elements()) + " " + elements);
        }
        if (listing.unnamed() > 0) {
            lines.add("  " + what + ": " + Amounts.count(listing.unnamed()) + " " + elements
                    + " more, not listed (--limit)");
        }
    }
}
