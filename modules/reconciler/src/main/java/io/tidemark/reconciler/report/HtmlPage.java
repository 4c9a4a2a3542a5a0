package io.tidemark.reconciler.report;

import io.tidemark.model.amount.Amounts;
import io.tidemark.reconciler.verify.TableResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A report as one page that needs nothing else. Pure but for its style, which is read from the class path. */
final class HtmlPage {

    private static final int LONGEST_VALUE = 400;

    private final ReportData data;
    private final Wording wording;
    private final StringBuilder page = new StringBuilder();

    HtmlPage(ReportData data) {
        this.data = data;
        this.wording = new Wording(data);
    }

    String render() {
        String title = wording.verdict() + " – " + data.prefix();
        add("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n");
        add("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n");
        add("<meta name=\"color-scheme\" content=\"light dark\"/>\n");
        add(
                "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n");
        add("<title>" + Html.escape(title) + "</title>\n<style>\n" + style() + "</style>\n</head>\n<body>\n<main>\n");
        banner();
        facts();
        tables();
        notCompared();
        drifts();
        runs();
        add("<footer>This page holds row contents: give it only to people who may read the database.</footer>\n");
        add("</main>\n</body>\n</html>\n");
        return page.toString();
    }

    private static String style() {
        try (InputStream style = Objects.requireNonNull(HtmlPage.class.getResourceAsStream("report.css"))) {
            return new String(style.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void banner() {
        String kind = data.result().verdict().name().toLowerCase(Locale.ROOT).replace('_', '-');
        add("<header class=\"" + kind + "\">\n" + Pictures.sign(data.result().verdict()));
        add("<div><h1>" + Html.escape(wording.verdict()) + "</h1>\n<p>" + Html.escape(wording.sentence()) + "</p>\n");
        add("<p class=\"next\">" + Html.escape(wording.next()) + "</p></div>\n</header>\n");
    }

    private void facts() {
        add("<dl class=\"facts\">\n");
        wording.facts()
                .forEach((name, value) ->
                        add("<div><dt>" + Html.escape(name) + "</dt><dd>" + Html.escape(value) + "</dd></div>\n"));
        add("</dl>\n");
    }

    private void tables() {
        List<TableResult> tables = data.result().tables();
        add("<section>\n<h2>Tables</h2>\n");
        if (tables.size() > 1) {
            table("All tables", tables, null);
        }
        tables.forEach(table -> table(table.table().toString(), List.of(table), table.notCompared()));
        add("<p class=\"note\">What is there at all is drawn wide enough to be seen: read small parts from their"
                + " numbers.</p>\n</section>\n");
    }

    private void table(String name, List<TableResult> tables, @Nullable String notCompared) {
        long rows = tables.stream().mapToLong(TableResult::rows).sum();
        long elements = tables.stream().mapToLong(TableResult::elements).sum();
        List<Share> shares = Share.of(tables);
        add("<div class=\"table\">\n<h3>" + Html.escape(name) + " <small>" + Wording.plural(rows, "row") + ", "
                + Wording.plural(elements, "element") + "</small></h3>\n");
        add(Pictures.bar(shares));
        add("<ul class=\"legend\">");
        for (Share share : shares) {
            if (share.count() > 0 || share.name().equals("equal")) {
                add("<li><i class=\"" + share.name() + "\"></i>" + Amounts.count(share.count()) + " " + share.name()
                        + "</li>");
            }
        }
        add("</ul>\n");
        if (notCompared != null) {
            add("<p class=\"warning\">Not compared: " + Html.escape(notCompared) + "</p>\n");
        }
        add("</div>\n");
    }

    private void notCompared() {
        List<String> lines = wording.notCompared();
        add("<section>\n<h2>Not compared</h2>\n");
        add((lines.isEmpty() ? "<p>" : "<p class=\"warning\">") + Html.escape(wording.completeness()) + "</p>\n");
        if (!lines.isEmpty()) {
            list(lines);
        }
        add("<p>Outside of every comparison of this kind:</p>\n");
        list(wording.neverCompared());
        add("</section>\n");
    }

    private void list(List<String> lines) {
        add("<ul>\n");
        lines.forEach(line -> add("<li>" + Html.escape(line) + "</li>\n"));
        add("</ul>\n");
    }

    private void drifts() {
        if (data.result().driftCount() == 0) {
            return;
        }
        add("<section>\n<h2>Drifted keys</h2>\n");
        data.drifts().forEach(this::drift);
        for (String text : List.of(wording.unlisted(), wording.strays())) {
            if (!text.isEmpty()) {
                add("<p class=\"warning\">" + Html.escape(text) + "</p>\n");
            }
        }
        add("</section>\n");
    }

    private void drift(DriftedKey key) {
        add("<article>\n<h3><b class=\"" + key.kind() + "\">" + Html.escape(key.kind()) + "</b> "
                + Html.escape(key.table()) + "</h3>\n");
        add("<p class=\"key\"><code>" + Html.escape(key.keyText()) + "</code> " + Html.escape(key.sentence())
                + "</p>\n");
        if (!key.values().isEmpty()) {
            add("<table><thead><tr><th>property</th><th>Postgres</th><th>Neo4j</th></tr></thead>\n<tbody>\n");
            key.values().forEach(pair -> pair(pair, key));
            add("</tbody></table>\n");
        }
        add("</article>\n");
    }

    private void pair(DriftedKey.Pair pair, DriftedKey key) {
        add((pair.differs() ? "<tr class=\"differs\">" : "<tr>") + "<th>" + Html.escape(pair.property()) + "</th>"
                + cell(pair.row(), key.hasRow(), "no row", pair.differs())
                + cell(pair.element(), key.hasElement(), "no element", pair.differs()) + "</tr>\n");
    }

    private static String cell(@Nullable String value, boolean present, String absent, boolean differs) {
        if (!present) {
            return "<td class=\"absent\">" + absent + "</td>";
        }
        String shown = value == null ? "<i>null</i>" : Html.escape(shortened(value));
        return "<td>" + (differs ? "<mark>" + shown + "</mark>" : shown) + "</td>";
    }

    private static String shortened(String value) {
        return value.codePointCount(0, value.length()) <= LONGEST_VALUE
                ? value
                : value.substring(0, value.offsetByCodePoints(0, LONGEST_VALUE)) + "… ("
                        + Amounts.count(value.codePointCount(0, value.length())) + " characters)";
    }

    private void runs() {
        if (!data.runs().isEmpty()) {
            add("<section>\n<h2>Other runs</h2>\n");
            list(data.runs().stream()
                    .map(run -> Wording.time(run.ended()) + " " + run.what() + ": " + run.outcome())
                    .toList());
            add("</section>\n");
        }
    }

    private void add(String text) {
        page.append(text);
    }
}
