package io.tidemark.e2e.operations;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of {@code ops/runbooks}.
 *
 * @param name of its file
 * @param text all of it
 * @param blocks the fenced ones, in their order
 */
record Runbook(String name, String text, List<Block> blocks) {

    private static final Pattern FENCE = Pattern.compile("```(sh|sql|cypher) (run|elsewhere)(?: exit=(\\d+))?");

    /**
     * Commands that a person would run.
     *
     * @param place page and line, for messages
     * @param language sh, sql or cypher
     * @param isRun whether a test runs it
     * @param exitCode what each command ends with
     * @param commands one after the other
     */
    record Block(String place, String language, boolean isRun, int exitCode, List<String> commands) {}

    /** All pages, by name. */
    static List<Runbook> all(Path root) throws IOException {
        List<Runbook> pages = new ArrayList<>();
        try (Stream<Path> files = Files.list(root.resolve("ops/runbooks"))) {
            for (Path file : files.sorted().toList()) {
                pages.add(read(file));
            }
        }
        return pages;
    }

    private static Runbook read(Path file) throws IOException {
        String name = file.getFileName().toString();
        List<Block> blocks = new ArrayList<>();
        List<String> lines = Files.readAllLines(file);
        for (int line = 0; line < lines.size(); line++) {
            if (lines.get(line).startsWith("```")) {
                String place = name + ":" + (line + 1);
                Matcher fence = FENCE.matcher(lines.get(line));
                if (!fence.matches()) {
                    throw new IllegalStateException(place + " is neither run nor elsewhere: " + lines.get(line));
                }
                List<String> body = new ArrayList<>();
                while (!lines.get(++line).equals("```")) {
                    body.add(lines.get(line));
                }
                String exit = fence.group(3);
                blocks.add(new Block(
                        place,
                        fence.group(1),
                        fence.group(2).equals("run"),
                        exit == null ? 0 : Integer.parseInt(exit),
                        commands(fence.group(1), body)));
            }
        }
        return new Runbook(name, Files.readString(file), List.copyOf(blocks));
    }

    private static List<String> commands(String language, List<String> body) {
        if (language.equals("sh")) {
            return List.copyOf(body);
        }
        return Arrays.stream(String.join("\n", body).split(";(\n|$)"))
                .map(String::strip)
                .toList();
    }
}
