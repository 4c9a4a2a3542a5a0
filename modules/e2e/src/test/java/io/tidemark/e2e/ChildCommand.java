package io.tidemark.e2e;

import io.tidemark.cli.Main;
import io.tidemark.cli.run.Lifeline;
import io.tidemark.cli.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code ./tidemark} as a process of its own, its settings in its environment, its log as a user has it. */
final class ChildCommand {

    private ChildCommand() {}

    /**
     * Starts a command line. The process ends with this one.
     *
     * @param output gets what it prints
     */
    static Process start(Path output, Map<String, String> environment, String... arguments) throws IOException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dlogback.configurationFile=logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        line.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(output.toFile());
        Settings.removeFrom(builder.environment());
        builder.environment().put("TIDEMARK_METRICS_PORT", "0");
        builder.environment().putAll(environment);
        builder.environment()
                .put(Lifeline.VARIABLE, Long.toString(ProcessHandle.current().pid()));
        return builder.start();
    }
}
