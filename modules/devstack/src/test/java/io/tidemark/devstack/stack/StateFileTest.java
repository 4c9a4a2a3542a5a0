package io.tidemark.devstack.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.devstack.DevstackException;
import io.tidemark.devstack.Server;
import io.tidemark.devstack.process.ProcessMark;
import io.tidemark.devstack.server.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StateFileTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void a_stack_that_was_never_up_has_the_empty_state() {
        assertThat(stateFile().read()).isEqualTo(StackState.EMPTY);
    }

    @Test
    void what_is_written_is_read_again() {
        StackState state = new StackState(
                new ProcessMark(11, 1_000), Ports.NONE.madeFree(), Map.of(Server.KAFKA, new ProcessMark(12, 2_000)), 3);
        stateFile().update(old -> state);
        assertThat(stateFile().read()).isEqualTo(state);
    }

    @Test
    void a_state_without_lifeline_and_processes_is_read_again() {
        StackState state = new StackState(null, Ports.NONE.madeFree(), Map.of(), 1);
        stateFile().update(old -> state);
        assertThat(stateFile().read()).isEqualTo(state);
    }

    @Test
    void a_state_from_before_there_could_be_several_brokers_has_one() throws IOException {
        Files.writeString(folder.resolve("stack.json"), "{\"lifeline\": null, \"ports\": {}, \"processes\": {}}");
        assertThat(stateFile().read()).isEqualTo(StackState.EMPTY);
    }

    @Test
    void a_damaged_file_is_named() throws IOException {
        Files.writeString(folder.resolve("stack.json"), "{ \"ports\":");
        assertThatThrownBy(() -> stateFile().read())
                .isInstanceOf(DevstackException.class)
                .hasMessageContaining(folder.resolve("stack.json").toString())
                .message()
                .doesNotContain("\n");
    }

    private StateFile stateFile() {
        return new StateFile(folder.resolve("stack.json"));
    }
}
