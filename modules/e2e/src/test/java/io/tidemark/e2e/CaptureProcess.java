package io.tidemark.e2e;

import io.tidemark.cli.run.AppProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A pipeline's capture as a process of its own, which can be killed. */
final class CaptureProcess implements AutoCloseable {

    private final AppProcess process;
    private final Path log;

    private CaptureProcess(AppProcess process, Path log) {
        this.process = process;
        this.log = log;
    }

    static CaptureProcess start(Map<String, String> environment, int heapMegabytes, Path log) {
        return new CaptureProcess(AppProcess.start("capture", environment, heapMegabytes, log), log);
    }

    /** Makes sure it runs. */
    void check() {
        process.check();
    }

    /** Ends it as a crash would; returns once it is gone. */
    void kill() {
        ProcessHandle.of(process.pid()).ifPresent(handle -> {
            handle.destroyForcibly();
            handle.onExit().join();
        });
    }

    boolean said(String text) throws IOException {
        return Files.exists(log) && Files.readString(log).contains(text);
    }

    @Override
    public void close() {
        process.close();
    }
}
