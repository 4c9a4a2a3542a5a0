package io.tidemark.e2e;

import io.tidemark.cli.Main;
import io.tidemark.cli.settings.Setting;
import java.io.PrintWriter;
import java.io.StringWriter;
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
        this.settings = Map.copyOf(settings);
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
        List<String> arguments = new ArrayList<>(List.of(command));
        settings.forEach((name, value) -> {
            if (isOwn(name)) {
                arguments.addAll(List.of(Setting.valueOf(name).flag(), value));
            } else {
                arguments.addAll(List.of("--set", name + "=" + value));
            }
        });
        arguments.addAll(List.of(more));
        return bare(arguments.toArray(String[]::new));
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
}
