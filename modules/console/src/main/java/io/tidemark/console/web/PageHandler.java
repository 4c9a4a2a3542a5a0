package io.tidemark.console.web;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.tidemark.console.status.StatusJson;
import io.tidemark.console.watch.Pipeline;
import io.tidemark.console.web.Resources.Resource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;

/** Answers for the page and for what it shows. It can be asked to show, never to do. Thread-safe. */
final class PageHandler implements HttpHandler {

    private static final String API = "/api/pipeline";
    private static final String JSON = "application/json";
    private static final String TEXT = "text/plain; charset=utf-8";

    private final Supplier<Pipeline> pipeline;
    private final Hosts hosts;

    PageHandler(Supplier<Pipeline> pipeline, Hosts hosts) {
        this.pipeline = pipeline;
        this.hosts = hosts;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        headers.set(
                "Content-Security-Policy",
                "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set("Cache-Control", "no-store");
        String path = exchange.getRequestURI().getPath();
        if (!hosts.allow(exchange.getRequestHeaders().getFirst("Host"))) {
            answer(exchange, 403, TEXT, "this name is not allowed: start the console with --allow-host for it\n");
        } else if (!exchange.getRequestMethod().equals("GET")) {
            headers.set("Allow", "GET");
            answer(exchange, 405, TEXT, "only GET\n");
        } else if (path.equals(API)) {
            answer(exchange, 200, JSON, StatusJson.line(pipeline.get()));
        } else {
            Optional<Resource> file = Resources.find(path);
            if (file.isPresent()) {
                answer(exchange, 200, file.get().type(), file.get().content());
            } else {
                answer(exchange, 404, TEXT, "nothing here\n");
            }
        }
    }

    private static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
        answer(exchange, status, type, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void answer(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        boolean bodiless = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, bodiless ? -1 : body.length);
        if (!bodiless) {
            exchange.getResponseBody().write(body);
        }
    }
}
