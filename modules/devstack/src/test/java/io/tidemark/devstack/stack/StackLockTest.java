package io.tidemark.devstack.stack;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.devstack.DevstackException;
import io.tidemark.devstack.server.StackHome;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StackLockTest {

    private static final Duration SHORT = Duration.ofMillis(200);

    @TempDir
    private Path folder = Path.of("");

    @Test
    void the_second_command_is_told_that_another_is_at_work() {
        StackLock first = StackLock.take(home(), SHORT);
        assertThatThrownBy(() -> StackLock.take(home(), SHORT))
                .isInstanceOf(DevstackException.class)
                .hasMessageContaining(folder.toString());
        first.close();
        assertThatCode(() -> StackLock.take(home(), SHORT).close()).doesNotThrowAnyException();
    }

    private StackHome home() {
        return new StackHome(folder);
    }
}
