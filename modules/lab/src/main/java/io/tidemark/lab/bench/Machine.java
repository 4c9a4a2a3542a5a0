package io.tidemark.lab.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Where figures come from; names nobody.
 *
 * @param load the load average before the servers were started, negative where there is none
 */
record Machine(int cores, long memoryMegabytes, String processor, String system, String java, double load) {

    private static final double BUSY_PER_CORE = 0.25;

    /** Whether something else was running: then rates, ratios and latency are not this program's. */
    boolean isBusy() {
        return load > BUSY_PER_CORE * cores;
    }

    /** For people: one line, and a second one when it is busy. */
    List<String> lines() {
        String line = String.format(
                Locale.ROOT,
                "machine    %d cores (%s), %d MB, %s, Java %s; load %.1f at the start",
                cores,
                processor,
                memoryMegabytes,
                system,
                java,
                load);
        return isBusy()
                ? List.of(line, "           something else was running: the figures below are not this program's alone")
                : List.of(line);
    }

    static Machine here() {
        long memory = ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getTotalMemorySize() >> 20
                : 0;
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                memory,
                processorName(),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                System.getProperty("java.version"),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private static String processorName() {
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown processor");
        } catch (IOException e) {
            return "unknown processor";
        }
    }
}
