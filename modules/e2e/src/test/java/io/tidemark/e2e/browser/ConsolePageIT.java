package io.tidemark.e2e.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.console.web.Console;
import io.tidemark.e2e.fixture.TestPipeline;
import io.tidemark.graphstore.Holds;
import io.tidemark.lab.chaos.fault.SupervisedApp;
import io.tidemark.lab.pipeline.AppProcess;
import io.tidemark.lab.social.SocialDatabase;
import io.tidemark.model.position.Lsn;
import io.tidemark.settings.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The console's web page in headless Chromium, over a real pipeline whose sink is a process of its own. */
@Tag("slow")
@Timeout(240)
final class ConsolePageIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    /** The broker keeps a killed sink's place for its session timeout of 6 s. */
    private static final Duration UNTIL_SINK_IS_MISSED = Duration.ofSeconds(90);

    private static final String PASSWORD = "planted-" + Long.toString(System.nanoTime(), 36);

    @TempDir
    private static Path folder;

    private static TestPipeline pipeline;
    private static String role;
    private static SupervisedApp sink;
    private static @Nullable Console console;
    private static String address;
    private static Chromium chromium;
    private static BrowserPage page;

    /** Complaints of the browser that belong to what a test does. */
    private String tolerated = "none";

    @BeforeAll
    static void open() throws SQLException, IOException {
        chromium = Chromium.start(folder);
        page = chromium.page();
        pipeline = TestPipeline.open("console_page");
        SocialDatabase database = new SocialDatabase(pipeline.settings().database());
        database.create();
        database.loadSample();
        role = "console_" + Long.toString(System.nanoTime(), 36);
        pipeline.sql("create role " + role + " login superuser password '" + PASSWORD + "'");
        pipeline.setup();
        pipeline.startCapture();
        sink = new SupervisedApp(
                () -> AppProcess.start("sink", pipeline.environment(), 256, folder.resolve("sink.log")));
        sink.start();
        address = startConsole(0);
        page.width(1280);
        page.open(address);
        awaitState("ok");
    }

    private static String startConsole(int port) {
        Map<String, String> environment = new HashMap<>(pipeline.environment());
        environment.computeIfPresent(
                "DATABASE_URL", (name, url) -> url.replaceFirst("//[^@]*@", "//" + role + ":" + PASSWORD + "@"));
        console = Console.start(Settings.of(environment).console(null), Console.BindAddress.local(port));
        return console.address();
    }

    private static void stopConsole() {
        if (console != null) {
            console.close();
            console = null;
        }
    }

    @AfterAll
    static void close() throws SQLException {
        if (chromium != null) {
            chromium.close();
        }
        stopConsole();
        if (sink != null) {
            sink.close();
        }
        if (pipeline != null) {
            pipeline.sql("drop role if exists " + role);
            pipeline.close();
        }
    }

    @AfterEach
    void neither_complaints_nor_secrets() {
        List<String> complaints = page.complaints();
        List<String> hosts = page.hosts();
        page.forget();
        assertThat(complaints).allMatch(line -> line.contains(tolerated));
        assertThat(hosts).allMatch(URI.create(address).getAuthority()::equals);
        assertThat(page.html()).contains("Tidemark").doesNotContain(PASSWORD);
    }

    @Test
    void figures_move_when_rows_are_written() throws SQLException {
        long end = topicEnd();
        long changes = page.figure("changes-applied");
        Lsn tidemark = tidemark();
        write(200);
        await("the topic's end")
                .atMost(SOON)
                .untilAsserted(() -> assertThat(topicEnd()).isGreaterThanOrEqualTo(end + 200));
        await("the changes applied")
                .atMost(SOON)
                .untilAsserted(() -> assertThat(page.figure("changes-applied")).isGreaterThanOrEqualTo(changes + 200));
        await("the tidemark")
                .atMost(SOON)
                .untilAsserted(() -> assertThat(tidemark()).isGreaterThan(tidemark));
        assertThat(page.text("changes-applied"))
                .isEqualTo(String.format(Locale.ROOT, "%,d", page.figure("changes-applied")));
        assertThat(page.evaluate("document.querySelectorAll('[data-test=\"lag-chart\"] path.line').length"))
                .isEqualTo("1");
    }

    @Test
    void a_killed_sink_turns_the_page_red_until_it_is_back() throws SQLException {
        String calm = page.colour("overall-state", "color");
        sink.kill();
        write(50);
        try {
            await("red").atMost(UNTIL_SINK_IS_MISSED).untilAsserted(() -> {
                write(1);
                assertThat(page.data("stage-sink", "state")).isEqualTo("failing");
                assertThat(overall()).isEqualTo("failing");
            });
            assertThat(page.text("overall-state")).isEqualTo("FAILING");
            assertThat(page.evaluate("document.title")).contains("FAILING");
            assertThat(page.colour("overall-state", "color")).isNotEqualTo(calm);
            assertThat(page.text("problems")).contains("FAILING").contains("Sink");
            assertThat(page.text("announcement")).contains("FAILING");
            assertThat(page.evaluate("document.querySelector('[data-link=\"read\"]').dataset.flow"))
                    .isEqualTo("broken");
            assertNoSidewaysScroll();
        } finally {
            sink.start();
        }
        awaitState("ok");
        assertThat(page.data("stage-sink", "state")).isEqualTo("ok");
        assertThat(page.colour("overall-state", "color")).isEqualTo(calm);
    }

    @Test
    void a_hold_is_shown_word_for_word_whatever_is_in_it() {
        String reason = "<b id='bold'>busy</b><script>window.ran = 1</script>";
        Holds holds = pipeline.graph().holds(pipeline.settings().prefix());
        holds.set(reason);
        try {
            awaitState("warning");
            assertThat(page.text("hold")).isEqualTo(reason);
            assertThat(page.text("problems")).contains(reason);
            assertThat(page.evaluate("document.getElementById('bold') ?? window.ran"))
                    .isEqualTo("undefined");
        } finally {
            holds.lift();
        }
        awaitState("ok");
        assertThat(page.text("hold")).isEqualTo("none");
    }

    @Test
    void it_is_as_wide_as_a_phone() {
        assertNoSidewaysScroll();
    }

    private static void assertNoSidewaysScroll() {
        page.width(360);
        try {
            // charts are drawn for the width that was before until the browser has told them
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(page.evaluate("innerWidth")).isEqualTo("360"));
            assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                    .as("wider than the window: "
                            + page.evaluate(
                                    "[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth)"
                                            + ".map(e => e.dataset.test ?? e.className).join(', ')"))
                    .isEqualTo("true");
        } finally {
            page.width(1280);
        }
    }

    @Test
    void it_says_at_once_that_the_console_is_gone_and_takes_up_again() {
        tolerated = "ERR_CONNECTION";
        int port = URI.create(address).getPort();
        stopConsole();
        try {
            await("it says so").atMost(SOON).untilAsserted(() -> {
                assertThat(overall()).isEqualTo("stale");
                assertThat(page.text("unreachable"))
                        .contains("cannot be reached")
                        .contains("old");
                assertThat(page.evaluate("document.title")).contains("NOT REACHED");
                assertThat(page.evaluate("getComputedStyle(document.querySelector('main')).opacity < 1"))
                        .isEqualTo("true");
            });
        } finally {
            startConsole(port);
        }
        awaitState("ok");
        assertThat(page.evaluate("document.querySelector('[data-test=\"unreachable\"]').hidden"))
                .isEqualTo("true");
    }

    @Test
    void what_it_reads_is_guarded_and_holds_no_secret() throws IOException, InterruptedException {
        HttpResponse<String> html = get("");
        assertThat(html.headers().firstValue("Content-Security-Policy").orElse("none"))
                .contains("default-src 'self'")
                .doesNotContain("unsafe");
        assertThat(get("api/pipeline").body()).contains("\"status\"").doesNotContain(PASSWORD);
        assertThat(get("metrics").body()).doesNotContain(PASSWORD);
        tolerated = "Content Security Policy";
        page.evaluate(
                "document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.ran = 1'}))");
        assertThat(page.evaluate("window.ran")).isEqualTo("undefined");
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(address + path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static void write(int users) throws SQLException {
        pipeline.sql("insert into users (id, username) select gen_random_uuid(), 'u' || gen_random_uuid()"
                + " from generate_series(1, " + users + ")");
    }

    private static void awaitState(String state) {
        await("the page is " + state)
                .atMost(UNTIL_SINK_IS_MISSED)
                .untilAsserted(
                        () -> assertThat(overall()).as(page.text("problems")).isEqualTo(state));
    }

    private static String overall() {
        return page.evaluate(
                "document.documentElement.dataset.stale === 'true' ? 'stale' : document.documentElement.dataset.state");
    }

    private static long topicEnd() {
        return page.number("topic-public.users", "end");
    }

    private static Lsn tidemark() {
        String shown = page.data("tidemark", "value");
        assertThat(shown).contains("/");
        return Lsn.parse(shown);
    }
}
