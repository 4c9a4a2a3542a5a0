package io.tidemark.devstack.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogTailTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void the_last_line_of_trouble_is_quoted() throws IOException {
        LogTail tail = LogTail.from(log());
        append("starting\nERROR bad\nCaused by: the disk is full\nbye\nguard: process 1 ended with status 1\n");
        assertThat(tail.tellingLine()).isEqualTo("\"Caused by: the disk is full\" (log: " + log() + ")");
    }

    @Test
    void lines_from_before_do_not_count() throws IOException {
        append("ERROR of yesterday\n");
        LogTail tail = LogTail.from(log());
        append("all is well\n");
        assertThat(tail.tellingLine()).startsWith("\"all is well\"");
    }

    @Test
    void silence_is_told() {
        assertThat(LogTail.from(log()).tellingLine()).startsWith("\"it wrote nothing\"");
    }

    private Path log() {
        return folder.resolve("server.log");
    }

    private void append(String lines) throws IOException {
        Files.writeString(log(), lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
