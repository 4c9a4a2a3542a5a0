package io.tidemark.e2e.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.e2e.fixture.BorrowedTool;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** A headless Chromium with one page, driven from outside. Closing it ends all of its processes. */
final class Chromium implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Process process;
    private final DevTools devTools;
    private final BrowserPage page;

    private Chromium(Process process, DevTools devTools) {
        this.process = process;
        this.devTools = devTools;
        String target = devTools.command(null, "Target.createTarget", Map.of("url", "about:blank"))
                .path("targetId")
                .asText();
        page = new BrowserPage(
                devTools,
                devTools.command(null, "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                        .path("sessionId")
                        .asText());
    }

    /**
     * Starts one.
     *
     * @param folder an empty one for whatever it keeps
     */
    static Chromium start(Path folder) throws IOException {
        Process process = new ProcessBuilder(
                        BorrowedTool.require("chromium").toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + folder.resolve("profile"),
                        "about:blank")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("chromium.log").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process)));
        try {
            return new Chromium(process, new DevTools(address(process, folder.resolve("profile/DevToolsActivePort"))));
        } catch (RuntimeException | Error e) {
            end(process);
            throw e;
        }
    }

    /** It writes its port and path into this file once it listens. */
    private static URI address(Process process, Path file) {
        List<String> lines = await("Chromium listens")
                .atMost(PATIENCE)
                .until(
                        () -> {
                            assertThat(process.isAlive()).as("Chromium runs").isTrue();
                            return Files.exists(file) ? Files.readAllLines(file) : List.<String>of();
                        },
                        written -> written.size() >= 2);
        return URI.create("ws://127.0.0.1:" + lines.get(0) + lines.get(1));
    }

    /** The page. */
    BrowserPage page() {
        return page;
    }

    @Override
    public void close() {
        devTools.close();
        end(process);
    }

    /** The descendants first: they would not be found any more without it. */
    private static void end(Process process) {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.stream().map(ProcessHandle::onExit).forEach(CompletableFuture::join);
    }
}
