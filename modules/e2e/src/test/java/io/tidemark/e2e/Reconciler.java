package io.tidemark.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.cli.Main;
import io.tidemark.cli.settings.Setting;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code ./tidemark reconcile} in this process, pointed at a pipeline. */
final class Reconciler {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, String> environment;
    private final Path state;

    /**
     * Prepares commands.
     *
     * @param state the folder for checkpoints and results
     */
    Reconciler(TestPipeline pipeline, Path state) {
        this(pipeline.environment(), state);
    }

    Reconciler(Map<String, String> environment, Path state) {
        this.environment = Map.copyOf(environment);
        this.state = state;
    }

    /** What a command printed and how it ended. */
    record Run(int exitCode, String out, String err) {

        JsonNode json() {
            try {
                return JSON.readTree(out);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(out + err, e);
            }
        }
    }

    /** The same with one setting changed. */
    Reconciler with(Setting setting, String value) {
        Map<String, String> changed = new HashMap<>(environment);
        changed.put(setting.name(), value);
        return new Reconciler(changed, state);
    }

    /** The same as a process of its own. */
    Process start(Path log, String command, String... arguments) throws IOException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        line.addAll(line(command, arguments));
        return new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    private List<String> line(String command, String... arguments) {
        List<String> line = new ArrayList<>(List.of("reconcile", command, "--state", state.toString()));
        environment.forEach((name, value) -> line.add("--set=" + name + "=" + value));
        line.addAll(List.of(arguments));
        return line;
    }

    /** Runs a command to its end. */
    Run run(String command, String... arguments) {
        List<String> line = line(command, arguments);
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), line.toArray(String[]::new));
        return new Run(exitCode, out.toString(), err.toString());
    }
}
