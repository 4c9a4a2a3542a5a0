package io.tidemark.devstack.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** What a server has written to its log since a moment. */
public final class LogTail {

    private static final int LONGEST = 64 * 1024;
    private static final Pattern TELLING =
            Pattern.compile("\\b(FATAL|PANIC|ERROR|Caused by|Exception|Error|error|cannot|could not)\\b|Exception:");

    private final Path log;
    private final long start;

    private LogTail(Path log, long start) {
        this.log = log;
        this.start = start;
    }

    /** Begins at the present end of the log, which need not exist yet. */
    public static LogTail from(Path log) {
        try {
            return new LogTail(log, Files.exists(log) ? Files.size(log) : 0);
        } catch (IOException e) {
            return new LogTail(log, 0);
        }
    }

    /** The last line that sounds like trouble, or else the last line; with the name of the log. */
    public String tellingLine() {
        List<String> lines = text().lines()
                .filter(line -> !line.isBlank() && !line.startsWith("guard: "))
                .toList();
        String last = lines.isEmpty() ? "it wrote nothing" : lines.get(lines.size() - 1);
        String telling = lines.stream()
                .filter(line -> TELLING.matcher(line).find())
                .reduce((first, second) -> second)
                .orElse(last);
        return "\"" + telling.strip() + "\" (log: " + log + ")";
    }

    public boolean contains(String text) {
        return text().contains(text);
    }

    private String text() {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(Math.max(start, file.length() - LONGEST));
            byte[] bytes = new byte[(int) (file.length() - file.getFilePointer())];
            file.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
