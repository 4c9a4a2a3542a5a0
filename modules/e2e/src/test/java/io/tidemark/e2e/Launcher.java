package io.tidemark.e2e;

import io.tidemark.cli.Main;
import io.tidemark.cli.run.Lifeline;
import io.tidemark.cli.settings.Setting;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs the launcher in this process, its settings given as flags. */
final class Launcher {

    private final Map<String, String> settings;

    /** @param settings by environment variable */
    Launcher(Map<String, String> settings) {
        Map<String, String> anyPort = new HashMap<>(settings);
        anyPort.putIfAbsent(Setting.TIDEMARK_METRICS_PORT.name(), "0");
        this.settings = Map.copyOf(anyPort);
    }

    /**
     * What a command came to.
     *
     * @param code its exit code
     * @param out the lines on stdout
     * @param err the lines on stderr, without the log
     */
    record Ended(int code, List<String> out, List<String> err) {}

    /** The same with one setting changed. */
    Launcher with(Setting setting, String value) {
        return with(setting.name(), value);
    }

    /** The same with one variable changed, also one that is passed on to a client. */
    Launcher with(String variable, String value) {
        Map<String, String> changed = new HashMap<>(settings);
        changed.put(variable, value);
        return new Launcher(changed);
    }

    /** The same with one variable not set. */
    Launcher without(String variable) {
        Map<String, String> changed = new HashMap<>(settings);
        changed.remove(variable);
        return new Launcher(changed);
    }

    /** Runs a command that needs settings; for one that ends. */
    Ended run(String command, String... more) {
        return bare(line(command, more).toArray(String[]::new));
    }

    /** The same as a process of its own, for one that does not end. */
    Process start(Path log, String command, String... more) throws IOException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        line.addAll(line(command, more));
        ProcessBuilder builder =
                new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment()
                .put(Lifeline.VARIABLE, Long.toString(ProcessHandle.current().pid()));
        return builder.start();
    }

    private List<String> line(String command, String... more) {
        List<String> line = new ArrayList<>(List.of(command));
        settings.forEach((name, value) -> {
            if (isOwn(name)) {
                line.addAll(List.of(Setting.valueOf(name).flag(), value));
            } else {
                line.addAll(List.of("--set", name + "=" + value));
            }
        });
        line.addAll(List.of(more));
        return line;
    }

    private static boolean isOwn(String variable) {
        return Arrays.stream(Setting.values())
                .anyMatch(setting -> setting.name().equals(variable));
    }

    /** Runs a command line as it is. */
    static Ended bare(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
        return new Ended(
                code, out.toString().lines().toList(), err.toString().lines().toList());
    }

    /**
     * Whether the launcher has this command and all its options. Asking for help is not enough: with {@code --help}, it takes
     * anything.
     */
    static boolean understands(List<String> words) {
        List<String> line = new ArrayList<>(words);
        line.add("--help");
        List<String> help = bare(line.toArray(String[]::new)).out();
        List<String> command =
                words.stream().takeWhile(word -> !word.startsWith("-")).toList();
        return help.stream()
                        .anyMatch(said -> (said + " ").startsWith("Usage: tidemark " + String.join(" ", command) + " "))
                && words.stream()
                        .filter(word -> word.startsWith("-"))
                        .allMatch(option -> help.stream().anyMatch(said -> said.contains(option)));
    }
}
