package io.tidemark.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

final class BenchResultTest {

    private final BenchResult result = result();

    @Test
    void the_ratio_takes_all_rounds_and_nothing_but_rounds() {
        // 2,000 rows in 0.1 s against 2,000 rows in 0.08 s
        assertThat(result.ratio()).isCloseTo(0.8, within(1e-9));
        assertThat(result.aims().get(0).met()).isTrue();
    }

    @Test
    void an_aim_that_is_missed_says_so() {
        assertThat(aim("capture alone, rows/s").met()).isFalse();
        assertThat(result.text()).contains("30,000 or more").contains("29,999.00 missed");
    }

    @Test
    void verify_is_held_against_the_slower_of_the_two_plain_scans() {
        // 80,000 rows/s against 100,000; cold rounds do not count
        assertThat(result.verifyRatio()).isCloseTo(0.8, within(1e-9));
        assertThat(aim("verify / slower plain scan").met()).isTrue();
        assertThat(aim("verify, rows/s").met()).isFalse();
    }

    @Test
    void edges_with_a_key_of_their_own_are_held_against_those_that_their_ends_identify() {
        assertThat(aim("edges by key / by ends").found()).isCloseTo(0.9, within(1e-9));
    }

    @Test
    void backfill_is_held_against_the_sink_alone() {
        assertThat(result.backfillRatio()).isCloseTo(0.5, within(1e-9));
        assertThat(result.text()).contains("backfill / sink alone   0.50");
    }

    private BenchResult.Aim aim(String what) {
        return result.aims().stream()
                .filter(aim -> aim.what().equals(what))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void json_holds_every_figure_of_the_table() throws Exception {
        JsonNode json = new ObjectMapper().readTree(result.json());

        assertThat(json.get("rates")).hasSize(result.rates().size());
        assertThat(json.get("rates").get(1).get("rowsPerSecond").asDouble()).isEqualTo(20_000);
        assertThat(json.get("latencyMillis").get("fromCommit").get("p50").asDouble())
                .isCloseTo(25, within(0.1));
        assertThat(json.get("verifyToSlowerScan").asDouble()).isCloseTo(0.8, within(1e-9));
        assertThat(json.get("memory").get(1).get("heapMegabytes").asInt()).isEqualTo(384);
    }

    private static BenchResult result() {
        Histogram millis = new Histogram(3);
        millis.recordValue(25_000);
        Latency.Percentiles percentiles = Latency.Percentiles.of(millis);
        return new BenchResult(
                new Machine(2, 24_000, "a processor", "Linux amd64", "17", 0.1),
                1_000,
                10_000,
                5_000,
                4,
                List.of(
                        new Rate(Rate.RAW, "warm-up", 1_000, 100),
                        new Rate(Rate.RAW, "round 1", 1_000, 0.05),
                        new Rate(Rate.RAW, "round 1: users", 1_000, 100),
                        new Rate(Rate.SINK, "round 1", 1_000, 0.06),
                        new Rate(Rate.SINK, "round 2", 1_000, 0.04),
                        new Rate(Rate.RAW, "round 2", 1_000, 0.03),
                        new Rate(Rate.EDGES, "warm-up", 1_000, 100),
                        new Rate(Rate.EDGES, "round 1", 1_000, 1),
                        new Rate(Rate.KEYED_EDGES, "round 1", 900, 1),
                        new Rate(Rate.CAPTURE, "round 1", 29_999, 1),
                        new Rate(Rate.COPY, "round 1", 900_000, 1),
                        new Rate(Rate.SCAN, "round 1", 100_000, 1),
                        new Rate(Rate.VERIFY, "first", 100, 1),
                        new Rate(Rate.VERIFY, "round 1", 60_000, 1),
                        new Rate(Rate.VERIFY, "round 2", 100_000, 1),
                        new Rate(Rate.BACKFILL, "round 1", 10_000, 1)),
                new Latency(200, 30, percentiles, percentiles, percentiles),
                new PeakMemory());
    }
}
