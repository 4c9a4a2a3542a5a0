package io.tidemark.devstack.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.devstack.Server;
import io.tidemark.devstack.process.ProcessMark;
import io.tidemark.devstack.server.Ports;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class StackStateTest {

    private static final ProcessMark OURSELVES = ProcessMark.of(ProcessHandle.current());
    private static final ProcessMark SOMEBODY_EARLIER =
            new ProcessMark(OURSELVES.pid(), OURSELVES.startedAt() - 3_600_000);

    @Test
    void a_process_is_found_again() {
        assertThat(stateWith(OURSELVES).running(Server.KAFKA)).contains(ProcessHandle.current());
        assertThat(stateWith(OURSELVES).nothingRuns()).isFalse();
    }

    @Test
    void another_process_with_the_same_pid_is_not_taken_for_ours() {
        assertThat(stateWith(SOMEBODY_EARLIER).running(Server.KAFKA)).isEmpty();
        assertThat(stateWith(SOMEBODY_EARLIER).nothingRuns()).isTrue();
    }

    @Test
    void a_stack_is_doomed_when_its_lifeline_is_gone() {
        assertThat(StackState.EMPTY.withLifeline(SOMEBODY_EARLIER).isDoomed()).isTrue();
        assertThat(StackState.EMPTY.withLifeline(OURSELVES).isDoomed()).isFalse();
        assertThat(StackState.EMPTY.isDoomed()).isFalse();
    }

    @Test
    void a_stopped_server_is_forgotten() {
        assertThat(stateWith(OURSELVES).without(Server.KAFKA).processes()).isEmpty();
    }

    private static StackState stateWith(ProcessMark process) {
        return new StackState(null, Ports.NONE, Map.of(), 1).withProcess(Server.KAFKA, process);
    }
}
