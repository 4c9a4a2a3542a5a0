package io.tidemark.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReadinessLinesTest {

    private static final Probe WORKS = Probe.passed("applies what it reads");
    private static final Probe AWAY = Probe.failed("Kafka does not answer");

    private final ReadinessLines lines = new ReadinessLines();
    private final List<String> said = new ArrayList<>();
    private int second = 100;

    private void poll(Probe probe, int seconds) {
        for (int step = 0; step < seconds; step++) {
            lines.poll(probe, Duration.ofSeconds(second++).toNanos())
                    .ifPresent(line -> said.add((line.warning() ? "WARN " : "INFO ") + line.text()));
        }
    }

    @Test
    void being_ready_is_said_once() {
        poll(WORKS, 100);
        assertThat(said).containsExactly("INFO ready: applies what it reads");
    }

    @Test
    void an_outage_is_said_every_minute_and_so_is_its_end() {
        poll(WORKS, 1);
        poll(AWAY, 70);
        poll(WORKS, 10);
        assertThat(said)
                .containsExactly(
                        "INFO ready: applies what it reads",
                        "WARN not ready for 5 s: Kafka does not answer",
                        "WARN not ready for 65 s: Kafka does not answer",
                        "INFO ready again after 70 s: applies what it reads");
    }

    @Test
    void what_is_over_in_a_moment_is_not_worth_a_line() {
        poll(WORKS, 1);
        poll(AWAY, 4);
        poll(WORKS, 10);
        poll(AWAY, 4);
        assertThat(said).containsExactly("INFO ready: applies what it reads");
    }

    @Test
    void a_standby_that_takes_over_says_so() {
        poll(Probe.passed("stands by"), 10);
        poll(Probe.passed("publishes"), 10);
        assertThat(said).containsExactly("INFO ready: stands by", "INFO ready: publishes");
    }

    @Test
    void a_process_that_never_gets_ready_says_for_what_it_waits() {
        poll(AWAY, 6);
        assertThat(said).containsExactly("WARN not ready for 5 s: Kafka does not answer");
    }
}
