package io.tidemark.lab.bench;

import io.tidemark.lab.pipeline.AppProcess;
import io.tidemark.lab.pipeline.Pipeline;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The most memory the apps were seen to hold: the kernel's high-water mark of each process, where there is one. */
final class PeakMemory {

    private long captureKilobytes;
    private long sinkKilobytes;
    private long reconcilerKilobytes;

    /**
     * One app's.
     *
     * @param heapMegabytes the most heap it was given; beyond that it would have ended
     * @param peakResidentMegabytes everything the process ever held at a time; 0 where that cannot be read
     */
    record App(String name, int heapMegabytes, long peakResidentMegabytes) {}

    /** Looks at what runs of a pipeline; before it is stopped. */
    void look(Pipeline pipeline) {
        captureKilobytes = Math.max(
                captureKilobytes, pipeline.capture().map(PeakMemory::peak).orElse(0L));
        sinkKilobytes =
                Math.max(sinkKilobytes, pipeline.sink().map(PeakMemory::peak).orElse(0L));
    }

    /** Looks at a reconciler; while it runs, for it ends by itself. */
    void lookAtReconciler(long pid) {
        reconcilerKilobytes = Math.max(reconcilerKilobytes, peak(pid));
    }

    List<App> apps() {
        return List.of(
                new App("capture", Pipeline.CAPTURE_HEAP_MEGABYTES, captureKilobytes / 1024),
                new App("sink", Pipeline.SINK_HEAP_MEGABYTES, sinkKilobytes / 1024),
                new App("reconciler", ReconcilerProcess.HEAP_MEGABYTES, reconcilerKilobytes / 1024));
    }

    private static long peak(AppProcess app) {
        return peak(app.pid());
    }

    private static long peak(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/status"), StandardCharsets.US_ASCII)
                    .lines()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0; // no Linux
        }
    }
}
