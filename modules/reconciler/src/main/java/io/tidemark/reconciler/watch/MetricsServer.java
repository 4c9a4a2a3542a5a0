package io.tidemark.reconciler.watch;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** Serves metrics under {@code /metrics}, in Prometheus' text format. */
public final class MetricsServer implements AutoCloseable {

    private static final String FORMAT = "text/plain; version=0.0.4; charset=utf-8";

    private final HttpServer server;

    /**
     * Listens.
     *
     * @param port 0 for any that is free
     * @throws TidemarkException USAGE when the port is taken
     */
    public MetricsServer(PrometheusMeterRegistry registry, String host, int port) {
        try {
            server = HttpServer.create(new InetSocketAddress(host, port), 0);
        } catch (IOException e) {
            throw new TidemarkException(
                    Category.USAGE,
                    "metrics cannot be served at " + host + ":" + port + " (" + e.getMessage()
                            + "): give another --metrics-port",
                    e);
        }
        server.createContext("/metrics", exchange -> {
            byte[] body = registry.scrape().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", FORMAT);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    /** Where it listens. */
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
