package io.tidemark.cli.map;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A proposal as the mapping file that it stands for. Pure. */
final class ProposalText {

    private static final int WIDTH = 150;
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");

    private final List<String> lines = new ArrayList<>();

    private ProposalText() {}

    /** @param source where it comes from, for the first line */
    static List<String> lines(Proposal proposal, String source) {
        ProposalText text = new ProposalText();
        text.comment("", "A mapping to start from, made by tidemark map propose of " + source + ".");
        text.comment(
                "",
                "Read it, change names and directions, and name its file in TIDEMARK_MAPPING; docs/mapping.md"
                        + " describes it. Run setup then.");
        text.section("nodes:", proposal.nodes());
        text.section("edges:", proposal.edges());
        if (!proposal.foreignKeys().isEmpty()) {
            text.title("Foreign keys that are properties and no edges:");
            proposal.foreignKeys().forEach(reason -> text.comment("", "- " + reason));
        }
        if (!proposal.leftOut().isEmpty()) {
            text.title("Left out:");
            proposal.leftOut().forEach(reason -> text.comment("", "- " + reason));
        }
        return text.lines;
    }

    private void section(String name, List<Entry> entries) {
        lines.add("");
        lines.add(entries.stream().anyMatch(Entry::mapped) ? name : name + " []");
        entries.forEach(entry -> entry("  ", entry));
    }

    private void title(String text) {
        lines.add("");
        comment("", text);
    }

    private void entry(String indent, Entry entry) {
        entry.comments().forEach(comment -> comment(indent, comment));
        if (!entry.text().isEmpty()) {
            element(indent + (entry.mapped() ? "" : "# "), entry.text());
        }
    }

    /** Breaks a long element between two of its fields, where YAML takes a line's end for a blank. */
    private void element(String indent, String text) {
        String start = indent + "- ";
        StringBuilder line = new StringBuilder(start);
        for (String part : text.split("(?<=, )", -1)) {
            if (line.length() + part.length() > WIDTH && line.length() > start.length()) {
                lines.add(line.toString().stripTrailing());
                line = new StringBuilder(indent + "    ");
            }
            line.append(part);
        }
        lines.add(line.toString());
    }

    private void comment(String indent, String text) {
        lines.add(indent + "# " + CONTROL.matcher(text).replaceAll(" "));
    }
}
