package io.tidemark.reconciler.report;

import io.tidemark.model.amount.Amounts;
import io.tidemark.reconciler.verify.TableResult;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A report as Markdown. Pure. */
final class MarkdownPage {

    private static final String SPECIAL = "\\`*_{}[]()#+-.!|~";

    private final ReportData data;
    private final Wording wording;
    private final StringBuilder page = new StringBuilder();

    MarkdownPage(ReportData data) {
        this.data = data;
        this.wording = new Wording(data);
    }

    String render() {
        line("# " + wording.verdict() + ": " + escape(data.prefix()));
        line("");
        line(wording.sentence() + " " + wording.next());
        line("");
        wording.facts().forEach((name, value) -> line("- **" + name + "**: " + escape(value)));
        line("");
        tables();
        notCompared();
        drifts();
        runs();
        return page.toString();
    }

    private void tables() {
        row(List.of(
                "table",
                "rows",
                "elements",
                "missing",
                "extra",
                "different",
                "strays",
                "unsettled",
                "equal on both sides"));
        line("|---|---:|---:|---:|---:|---:|---:|---:|---|");
        for (TableResult table : data.result().tables()) {
            row(List.of(
                    escape(table.table().toString()),
                    Amounts.count(table.rows()),
                    Amounts.count(table.elements()),
                    Amounts.count(table.missing()),
                    Amounts.count(table.extra()),
                    Amounts.count(table.different()),
                    Amounts.count(table.strays()),
                    Amounts.count(table.unsettled()),
                    table.complete() ? (table.drifts() == 0 ? "yes" : "**no**") : "**not known**"));
        }
        line("");
    }

    private void notCompared() {
        line("## Not compared");
        line("");
        List<String> lines = wording.notCompared();
        line(escape(wording.completeness()));
        line("");
        lines.forEach(text -> line("- **" + escape(text) + "**"));
        if (!lines.isEmpty()) {
            line("");
        }
        line("Outside of every comparison of this kind:");
        line("");
        wording.neverCompared().forEach(text -> line("- " + escape(text)));
        line("");
    }

    private void drifts() {
        if (data.result().driftCount() == 0) {
            return;
        }
        line("## Drifted keys");
        line("");
        if (!data.drifts().isEmpty()) {
            row(List.of("table", "key", "kind", "property", "Postgres", "Neo4j"));
            line("|---|---|---|---|---|---|");
            data.drifts().forEach(this::drift);
            line("");
        }
        for (String text : List.of(wording.unlisted(), wording.strays())) {
            if (!text.isEmpty()) {
                line(text);
                line("");
            }
        }
    }

    /** The properties that differ, or all where only one side is there. */
    private void drift(DriftedKey key) {
        boolean some = key.values().stream().anyMatch(DriftedKey.Pair::differs);
        String name = escape(key.keyText());
        if (key.values().isEmpty()) {
            row(List.of(
                    escape(key.table()),
                    name,
                    key.kind(),
                    "",
                    key.hasRow() ? "a row" : "no row",
                    key.hasElement() ? "an element" : "no element"));
        }
        for (DriftedKey.Pair pair : key.values()) {
            if (pair.differs() || !some) {
                row(List.of(
                        escape(key.table()),
                        name,
                        key.kind(),
                        escape(pair.property()),
                        value(pair.row(), key.hasRow(), "no row"),
                        value(pair.element(), key.hasElement(), "no element")));
            }
        }
    }

    private static String value(@Nullable String value, boolean present, String absent) {
        if (!present) {
            return "*" + absent + "*";
        }
        return value == null ? "*null*" : escape(value);
    }

    private void runs() {
        if (!data.runs().isEmpty()) {
            line("## Other runs");
            line("");
            data.runs()
                    .forEach(run -> line("- " + Wording.time(run.ended()) + " **" + escape(run.what()) + "**: "
                            + escape(run.outcome())));
            line("");
        }
    }

    private void row(List<String> cells) {
        line("| " + String.join(" | ", cells) + " |");
    }

    private void line(String text) {
        page.append(text).append('\n');
    }

    /** Nothing in it is markup, not even HTML, and it stays on its line. */
    static String escape(String text) {
        return text.codePoints()
                .mapToObj(character -> {
                    if (SPECIAL.indexOf(character) >= 0) {
                        return "\\" + Character.toString(character);
                    }
                    return Character.isISOControl(character) ? "⏎" : Html.escape(Character.toString(character));
                })
                .collect(Collectors.joining());
    }
}
