package io.tidemark.lab.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lab.chaos.fault.Fault;
import io.tidemark.lab.chaos.judge.HistoryComparison;
import io.tidemark.lab.chaos.tidemark.TidemarkWatch;
import io.tidemark.lab.chaos.writer.Load;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whatever is found, the run is not clean. */
final class ChaosResultTest {

    private static final TidemarkWatch.Result TRUE_TIDEMARK = new TidemarkWatch.Result(5, 0, 0, 100, List.of());

    private static ChaosResult result(Verdict verdict, TidemarkWatch.Result tidemark, List<String> ended) {
        return new ChaosResult(
                new ChaosPlan(
                        1, Duration.ofMinutes(1), Duration.ofMinutes(1), Load.brief(), Set.of(Fault.KILL_SINK), true),
                Map.of(Fault.KILL_SINK, 3, Fault.CUT_LINK, 2),
                10,
                List.of(verdict(-1), verdict, verdict(-1)),
                tidemark,
                ended);
    }

    /** A verdict with a one in the given place. */
    private static Verdict verdict(int place) {
        long[] figures = new long[9];
        if (place >= 0 && place < figures.length) {
            figures[place] = 1;
        }
        return new Verdict(
                new Verdict.Volume(9, 9, 0),
                new HistoryComparison.Result(figures[0], figures[1], figures[2], figures[3], figures[4], List.of()),
                figures[5],
                figures[6],
                figures[7],
                figures[8],
                place == 9,
                List.of());
    }

    @Test
    void nothing_found_is_clean() {
        ChaosResult result = result(verdict(-1), TRUE_TIDEMARK, List.of());
        assertThat(result.clean()).isTrue();
        assertThat(result.kills()).isEqualTo(3);
        assertThat(result.text()).endsWith("clean").doesNotContain("NOT");
    }

    @Test
    void one_of_anything_in_any_verdict_is_not_clean() {
        for (int place = 0; place <= 9; place++) {
            assertThat(result(verdict(place), TRUE_TIDEMARK, List.of()).clean())
                    .as("place %d", place)
                    .isFalse();
        }
    }

    @Test
    void a_tidemark_that_lied_went_back_or_never_came_is_not_clean() {
        for (TidemarkWatch.Result tidemark : List.of(
                new TidemarkWatch.Result(5, 1, 0, 0, List.of()),
                new TidemarkWatch.Result(5, 0, 1, 0, List.of()),
                new TidemarkWatch.Result(0, 0, 0, 0, List.of()))) {
            assertThat(result(verdict(-1), tidemark, List.of()).clean()).isFalse();
        }
    }

    @Test
    void an_app_that_ended_by_itself_is_not_clean() {
        assertThat(result(verdict(-1), TRUE_TIDEMARK, List.of("sink ended with 1: why"))
                        .clean())
                .isFalse();
    }
}
