package io.tidemark.devstack.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProcessesTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void a_process_is_found_by_its_working_directory_and_killed() throws IOException {
        assumeTrue(Files.exists(Path.of("/proc/self/cwd")));
        Process process =
                new ProcessBuilder("sleep", "600").directory(folder.toFile()).start();
        assertThat(Processes.workingIn(folder)).containsExactly(process.toHandle());
        Processes.kill(process.toHandle());
        assertThat(Processes.isAlive(process.toHandle())).isFalse();
        assertThat(Processes.workingIn(folder)).isEmpty();
    }
}
