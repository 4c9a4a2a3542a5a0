package io.tidemark.e2e.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What a person sees of a page, asked for by the {@code data-test} names in it. */
final class BrowserPage {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final DevTools devTools;
    private final String session;

    BrowserPage(DevTools devTools, String session) {
        this.devTools = devTools;
        this.session = session;
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            command(domain + ".enable", Map.of());
        }
    }

    private JsonNode command(String method, Map<String, ?> parameters) {
        return devTools.command(session, method, parameters);
    }

    /** Opens an address and waits until the page is there. */
    void open(String address) {
        command("Page.navigate", Map.of("url", address));
        await(address)
                .atMost(PATIENCE)
                .ignoreExceptions() // there is no document between one and the next
                .until(() -> evaluate("document.readyState + ' ' + location.href"), ("complete " + address)::equals);
    }

    /** Makes the window this wide, as a phone would if it is narrow. */
    void width(int pixels) {
        command(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", pixels, "height", 800, "deviceScaleFactor", 1, "mobile", pixels < 500));
    }

    /** The value of an expression, as text; "null" and "undefined" as such. */
    String evaluate(String expression) {
        JsonNode result = command("Runtime.evaluate", Map.of("expression", "String(" + expression + ")"));
        if (result.has("exceptionDetails")) {
            throw new IllegalStateException(expression + ": " + result.get("exceptionDetails"));
        }
        return result.path("result").path("value").asText();
    }

    /** The text of an element. */
    String text(String name) {
        return evaluate(selected(name) + "?.textContent");
    }

    /** A data attribute of an element. */
    String data(String name, String attribute) {
        return evaluate(selected(name) + "?.dataset." + attribute);
    }

    /** A data attribute that is a number, which it must be. */
    long number(String name, String attribute) {
        String value = data(name, attribute);
        assertThat(value).as(attribute + " of " + name).matches("\\d+");
        return Long.parseLong(value);
    }

    /** The raw figure that an element shows. */
    long figure(String name) {
        return number(name, "value");
    }

    /** The colour that a person sees, as Chromium computes it. */
    String colour(String name, String property) {
        return evaluate("getComputedStyle(" + selected(name) + ")." + property);
    }

    private static String selected(String name) {
        return "document.querySelector('[data-test=\"" + name + "\"]')";
    }

    /** The whole page as it stands, with everything that scripts made of it. */
    String html() {
        return evaluate("document.documentElement.outerHTML");
    }

    /** Errors on the browser's console: exceptions, refused content, requests that failed. */
    List<String> complaints() {
        return devTools.events().stream()
                .filter(event -> switch (event.path("method").asText()) {
                    case "Runtime.exceptionThrown" -> true;
                    case "Runtime.consoleAPICalled" ->
                        List.of("error", "warning", "assert")
                                .contains(event.path("params").path("type").asText());
                    case "Log.entryAdded" ->
                        List.of("error", "warning")
                                .contains(event.path("params")
                                        .path("entry")
                                        .path("level")
                                        .asText());
                    default -> false;
                })
                .map(JsonNode::toString)
                .toList();
    }

    /** Forgets what the browser has told so far. */
    void forget() {
        devTools.events().clear();
    }

    /** Where its requests went to, each host and port once. */
    List<String> hosts() {
        return devTools.events().stream()
                .filter(event -> event.path("method").asText().equals("Network.requestWillBeSent"))
                .map(event -> event.path("params").path("request").path("url").asText())
                .map(url -> URI.create(url).getAuthority())
                .distinct()
                .toList();
    }
}
