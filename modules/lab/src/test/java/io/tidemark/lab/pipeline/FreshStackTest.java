package io.tidemark.lab.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FreshStackTest {

    @Test
    void a_folder_with_something_in_it_is_never_emptied(@TempDir Path home) throws IOException {
        Path precious = Files.createDirectories(home.resolve("stack")).resolve("precious");
        Files.writeString(precious, "data");
        assertThatThrownBy(() -> FreshStack.start(home)).hasMessageContaining("is not empty, and would be emptied");
        assertThat(precious).hasContent("data");
    }

    @Test
    void a_folder_that_another_run_uses_is_left_alone(@TempDir Path home) throws IOException {
        Process somebody = new ProcessBuilder("sleep", "60").start();
        try {
            Files.writeString(home.resolve(".emptied-at-every-start"), FreshStack.mark(somebody.toHandle()));
            assertThatThrownBy(() -> FreshStack.start(home))
                    .hasMessageContaining("is in use by process " + somebody.pid());
        } finally {
            somebody.destroyForcibly();
        }
    }
}
