package io.tidemark.reconciler.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.model.TableName;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.reconciler.run.Json;
import io.tidemark.reconciler.run.Origin;
import io.tidemark.reconciler.run.StateFolder;
import io.tidemark.reconciler.verify.DriftLine;
import io.tidemark.reconciler.verify.LastVerify;
import io.tidemark.reconciler.verify.TableResult;
import io.tidemark.reconciler.verify.Verify;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ReportTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final String EVIL = "<script>alert('|`&\"')</script>";
    private static final TableResult EQUAL = table("public.follows", 1_700_000, 0, 0, 0, 0, 0, null);

    private static TableResult table(
            String name,
            long rows,
            long missing,
            long extra,
            long different,
            long strays,
            long unsettled,
            @Nullable String notCompared) {
        return new TableResult(
                TableName.parse(name), rows, rows, 0, missing, extra, different, strays, unsettled, notCompared);
    }

    private static ReportData data(List<DriftedKey> drifts, TableResult... tables) {
        Verify.Result result =
                new Verify.Result("every row and every element", NOON, NOON.plusSeconds(20), List.of(tables));
        return new ReportData("social", "app", result, true, drifts, drifts.size(), null, List.of());
    }

    private static DriftedKey drift(String kind, String key, @Nullable String row, @Nullable String element) {
        ObjectNode line = JSON.createObjectNode().put("table", "public.users").put("kind", kind);
        line.putArray("key").add(key);
        side(line, "postgres", row);
        side(line, "neo4j", element);
        return key(line);
    }

    /** As the drift log keeps it. */
    private static DriftedKey key(ObjectNode line) {
        try {
            return DriftedKey.of(Json.read(line.toString(), DriftLine.class));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static void side(ObjectNode line, String name, @Nullable String username) {
        if (username == null) {
            line.putNull(name);
        } else {
            line.putObject(name).put("username", username).put("created_at", "2026-01-01T00:00Z");
        }
    }

    /** The page is also well-formed XML, so what a browser makes of it is no matter of its mercy. */
    private static Document parsed(String html) throws Exception {
        String xml = html.replaceFirst("<!DOCTYPE html>\n", "");
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
    }

    private static List<String> texts(Document page, String tag) {
        NodeList found = page.getElementsByTagName(tag);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            texts.add(found.item(i).getTextContent().strip());
        }
        return texts;
    }

    private static List<String> classes(Document page, String tag) {
        NodeList found = page.getElementsByTagName(tag);
        List<String> classes = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            classes.add(((Element) found.item(i)).getAttribute("class"));
        }
        return classes;
    }

    @Test
    void two_sides_that_agree_are_said_to_be_in_sync() throws Exception {
        Report report = new Report(data(List.of(), table("public.users", 10, 0, 0, 0, 0, 0, null), EQUAL));
        Document page = parsed(report.html());
        assertThat(texts(page, "h1")).containsExactly("In sync");
        assertThat(classes(page, "header")).containsExactly("in-sync");
        assertThat(texts(page, "h2")).containsExactly("Tables", "Not compared");
        assertThat(texts(page, "dd")).contains("social", "app", "1,700,010", "20 s", "85,001 rows/s");
        assertThat(report.markdown())
                .startsWith("# In sync: social\n")
                .contains("1,700,010 rows of 2 tables")
                .contains("| public\\.users | 10 | 10 | 0 | 0 | 0 | 0 | 0 | yes |");
    }

    @Test
    void drift_is_shown_with_both_values_and_what_differs_is_marked() throws Exception {
        Report report = new Report(data(
                List.of(drift("different", "7", "alice", "alicia"), drift("missing", "8", "bob", null)),
                table("public.users", 10, 1, 0, 1, 0, 0, null),
                EQUAL));
        Document page = parsed(report.html());
        assertThat(texts(page, "h1")).containsExactly("Drift");
        assertThat(texts(page, "mark")).containsExactly("alice", "alicia");
        assertThat(texts(page, "code")).containsExactly("7", "8");
        assertThat(texts(page, "td"))
                .containsExactly(
                        "alice",
                        "alicia",
                        "2026-01-01T00:00Z",
                        "2026-01-01T00:00Z",
                        "bob",
                        "no element",
                        "2026-01-01T00:00Z",
                        "no element");
        assertThat(report.markdown())
                .contains("| public\\.users | 7 | different | username | alice | alicia |\n")
                .doesNotContain("| public\\.users | 7 | different | created");
        JsonNode json = JSON.readTree(report.json());
        assertThat(json.path("verdict").asText()).isEqualTo("drift");
        assertThat(json.path("driftCount").asLong()).isEqualTo(2);
        assertThat(json.path("drifts").get(0).path("neo4j").path("username").asText())
                .isEqualTo("alicia");
    }

    @Test
    void row_contents_never_become_markup() throws Exception {
        Report report = new Report(data(
                List.of(drift("different", EVIL, EVIL, "]]><b>\u202Ex\u0000")),
                table("public.users", 10, 0, 0, 1, 0, 0, "see " + EVIL)));
        Document page = parsed(report.html());
        assertThat(report.html()).doesNotContain("<script").doesNotContain("\u202E");
        assertThat(page.getElementsByTagName("script").getLength()).isZero();
        assertThat(texts(page, "mark")).containsExactly(EVIL, "]]><b>\uFFFDx\uFFFD");
        assertThat(texts(page, "code")).containsExactly(EVIL);
        assertThat(report.markdown())
                .doesNotContain("<script")
                .contains("&lt;script&gt;alert\\(&#39;\\|\\`&amp;&quot;&#39;\\)&lt;/script&gt;");
        assertThat(JSON.readTree(report.json())
                        .path("drifts")
                        .get(0)
                        .path("key")
                        .get(0)
                        .asText())
                .isEqualTo(EVIL);
    }

    @Test
    void the_page_needs_nothing_from_anywhere() throws Exception {
        String html = new Report(data(List.of(), EQUAL)).html();
        assertThat(html)
                .doesNotContain("http://")
                .doesNotContain("https://")
                .doesNotContain("url(")
                .doesNotContain("src=")
                .doesNotContain("href=")
                .contains("prefers-color-scheme: dark", "width=device-width", "default-src 'none'");
    }

    @Test
    void what_was_not_compared_is_said_plainly_and_is_no_good_news() throws Exception {
        Report report = new Report(data(
                List.of(),
                table("public.users", 0, 0, 0, 0, 0, 0, "table public.users may not be read"),
                table("public.follows", 5, 0, 0, 0, 0, 3, null)));
        Document page = parsed(report.html());
        assertThat(texts(page, "h1")).containsExactly("Incomplete");
        assertThat(texts(page, "li"))
                .contains(
                        "public.users: table public.users may not be read",
                        "public.follows: 3 keys changed too often to be judged; verify again at a quieter time",
                        "2 equal",
                        "3 unsettled");
        assertThat(report.markdown()).contains("| **not known** |").contains("public\\.users may not be read");
        assertThat(JSON.readTree(report.json()).path("notCompared")).hasSize(2);
    }

    @Test
    void a_sample_is_not_sold_as_a_proof() {
        Verify.Result result = new Verify.Result("about 5 keys of each table, by chance", NOON, NOON, List.of(EQUAL));
        Report report = new Report(new ReportData("p", "d", result, false, List.of(), 0, null, List.of()));
        assertThat(report.html()).contains("That proves nothing of the rest", "All keys that chance did not choose.");
    }

    @Test
    void a_single_drift_among_millions_is_wide_enough_to_be_seen() {
        List<Share> shares = Share.of(List.of(table("public.users", 5_000_000, 1, 0, 0, 0, 0, null)));
        assertThat(shares.get(1).width()).isBetween(0.0195, 0.02);
        assertThat(shares.stream().mapToDouble(Share::width).sum()).isBetween(0.999, 1.001);
    }

    @Test
    void values_that_differ_in_their_type_alone_are_told_apart() {
        ObjectNode line = JSON.createObjectNode().put("table", "public.users").put("kind", "different");
        line.putArray("key").add("1");
        line.putObject("postgres").put("age", 7L).put("born", "2026-01-01");
        line.putObject("neo4j").put("age", "7").put("born", "2026-01-01");
        assertThat(key(line).values())
                .containsExactly(
                        new DriftedKey.Pair("age", "7", "\"7\"", true),
                        new DriftedKey.Pair("born", "2026-01-01", "2026-01-01", false));
        line.withObject("/postgres").put("age", "7");
        assertThat(key(line).sentence()).isEqualTo("the same texts, but of other types");
    }

    @Test
    void keys_beyond_the_limit_are_counted_and_strays_are_told() {
        Verify.Result result =
                new Verify.Result("all", NOON, NOON, List.of(table("public.users", 9, 1, 1, 1, 4, 0, null)));
        Report report = new Report(new ReportData(
                "p", "d", result, true, List.of(drift("missing", "1", "a", null)), 3, "0/1A", List.of()));
        assertThat(report.html())
                .contains("And 2 more, not listed here (--limit).", "4 elements no key can name", "0/1A");
    }

    @Test
    void other_runs_are_told() {
        ReportData data = data(List.of(), EQUAL);
        Report report = new Report(new ReportData(
                "p",
                "d",
                data.result(),
                true,
                List.of(),
                0,
                null,
                List.of(new ReportData.Run("repair", NOON, "3 keys repaired"))));
        assertThat(report.html()).contains("2026-01-01 12:00:00 UTC repair: 3 keys repaired");
        assertThat(report.markdown()).contains("**repair**: 3 keys repaired");
    }

    @Test
    void without_a_comparison_there_is_one_line_that_says_what_to_do(@TempDir Path folder) {
        try (StateFolder state = StateFolder.open(folder)) {
            assertThatThrownBy(() -> Report.read(state, 10))
                    .isInstanceOfSatisfying(TidemarkException.class, failure -> {
                        assertThat(failure.category()).isEqualTo(Category.USAGE);
                        assertThat(failure).hasMessageContaining("run ./tidemark reconcile verify first");
                        assertThat(String.valueOf(failure.getMessage())).doesNotContain("\n");
                    });
        }
    }

    @Test
    void the_last_comparison_is_read_with_its_drifts_up_to_a_limit(@TempDir Path folder) throws Exception {
        Verify.Result result =
                new Verify.Result("all", NOON, NOON, List.of(table("public.users", 9, 2, 0, 0, 0, 0, null)));
        try (StateFolder state = StateFolder.open(folder)) {
            state.write("last-verify.json", new LastVerify(new Origin("p", "1", "d", "g", "m"), result, 5, true));
            String first = Json.line(drift("missing", "1", "a", null).line()) + "\n";
            String second = Json.line(drift("missing", "2", "b", null).line()) + "\n";
            Files.writeString(folder.resolve(Verify.DRIFTS), first + second);
            assertThat(JSON.readTree(Report.read(state, 1).json()).path("drifts"))
                    .hasSize(1);
            assertThat(Report.read(state, 1).html()).contains("And 1 more, not listed here");
            Files.writeString(folder.resolve(Verify.DRIFTS), first);
            assertThat(Report.read(state, 9).html())
                    .contains("has 1 of the 2 that this comparison found: a later one has begun");
        }
    }
}
