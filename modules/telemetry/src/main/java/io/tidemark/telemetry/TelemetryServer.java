package io.tidemark.telemetry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tidemark.concurrent.DaemonThreads;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves {@code /metrics} in Prometheus' text format, and {@code /livez}, {@code /readyz} and {@code /startupz} as Kubernetes
 * asks them: 200 for yes, 503 for no, the reason as the body. Thread-safe.
 */
public final class TelemetryServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TelemetryServer.class);
    private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final int THREADS = 4;

    static {
        limitRequests(System.getProperties());
    }

    private final AllowedHosts hosts;
    private final HttpServer server;
    private final ExecutorService threads;

    /** Listens, and answers under no further names. */
    public TelemetryServer(String host, int port, PrometheusMeterRegistry registry, Probes probes) {
        this(host, port, List.of(), registry, probes);
    }

    /**
     * Listens.
     *
     * @param allowedHosts names besides {@code host} under which it may be asked for, see {@link AllowedHosts}
     * @param port 0 for any that is free
     * @throws TidemarkException USAGE when the address cannot be listened on
     */
    public TelemetryServer(
            String host, int port, List<String> allowedHosts, PrometheusMeterRegistry registry, Probes probes) {
        this.hosts = new AllowedHosts(
                Stream.concat(Stream.of(host), allowedHosts.stream()).toList());
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new TidemarkException(
                    Category.USAGE,
                    "metrics cannot be served at " + host + ": no such host: set TIDEMARK_METRICS_HOST to a name or"
                            + " an address of this machine, or to 0.0.0.0 for all");
        }
        try {
            server = HttpServer.create(address, 0);
        } catch (IOException e) {
            throw new TidemarkException(
                    Category.USAGE,
                    "metrics cannot be served at " + host + ":" + port + " (" + e.getMessage()
                            + "): set TIDEMARK_METRICS_PORT to another port, to 0 for any that is free, or to off",
                    e);
        }
        threads = Executors.newFixedThreadPool(THREADS, DaemonThreads.factory("telemetry"));
        server.setExecutor(threads);
        serveNamed("/metrics", exchange -> answer(exchange, 200, METRICS, registry.scrape()));
        serveNamed("/startupz", exchange -> answer(exchange, probes.startup()));
        serveNamed("/livez", exchange -> answer(exchange, probes.live()));
        serveNamed("/readyz", exchange -> answer(exchange, probes.ready()));
        server.start();
    }

    private void serveNamed(String path, HttpHandler handler) {
        serve(path, exchange -> {
            if (hosts.allow(exchange.getRequestHeaders().getFirst("Host"))) {
                handler.handle(exchange);
            } else {
                answer(
                        exchange,
                        403,
                        TEXT,
                        "this name is not allowed: set TIDEMARK_METRICS_ALLOWED_HOSTS, or --allow-host of the console, to it\n");
            }
        });
    }

    /** In seconds; without limits a few requests that never end would keep the probes from being answered. */
    static void limitRequests(Properties properties) {
        properties.putIfAbsent("sun.net.httpserver.maxReqTime", "10");
        properties.putIfAbsent("sun.net.httpserver.maxRspTime", "60");
    }

    /** Serves this path, and those below it, as well; a handler that fails is answered with 500 and logged. */
    public void serve(String path, HttpHandler handler) {
        server.createContext(path, exchange -> {
            try {
                handler.handle(exchange);
            } catch (IOException e) {
                LOG.debug("the caller of {} has gone", path, e);
            } catch (RuntimeException e) {
                LOG.warn("{} failed", path, e);
                answer(exchange, 500, TEXT, "failed; the log says why\n");
            } finally {
                exchange.close();
            }
        });
    }

    /** Where it listens. */
    public int port() {
        return server.getAddress().getPort();
    }

    private static void answer(HttpExchange exchange, Supplier<Probe> probe) throws IOException {
        Probe answer = probe.get();
        answer(exchange, answer.passed() ? 200 : 503, TEXT, answer.reason() + "\n");
    }

    private static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
