package io.tidemark.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.cli.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code ./tidemark reconcile} in this process, pointed at a pipeline. */
final class Reconciler {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, String> environment;
    private final Path state;

    Reconciler(TestPipeline pipeline, Path state) {
        this.environment = pipeline.environment();
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

    /** Runs a command to its end. */
    Run run(String command, String... arguments) {
        List<String> line = new ArrayList<>(List.of("reconcile", command, "--state", state.toString()));
        environment.forEach((name, value) ->
                line.add("--" + name.toLowerCase(java.util.Locale.ROOT).replace('_', '-') + "=" + value));
        line.addAll(List.of(arguments));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), line.toArray(String[]::new));
        return new Run(exitCode, out.toString(), err.toString());
    }
}
