package io.tidemark.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

final class ScaleResultTest {

    private final ScaleResult result = result();

    private static ScaleResult result() {
        ScaleResult result = new ScaleResult(new Machine(2, 24_000, "a processor", "Linux", "17", 0.1), 10, 1_000);
        result.add(new ScaleRun.Case(1, 1), new Rate(Rate.SINK, "", 1_000, 0.1));
        result.add(new ScaleRun.Case(4, 2), new Rate(Rate.SINK, "", 1_000, 0.05));
        result.add(new ScaleRun.Case(4, 2), new Rate(Rate.SINK, "", 1_000, 0.15));
        result.add(new ScaleRun.Case(1, 1), new Rate(Rate.SINK, "", 1_000, 0.3));
        return result;
    }

    @Test
    void a_case_has_all_rows_of_its_rounds_by_all_their_time() {
        assertThat(result.lines().get(0).rowsPerSecond()).isCloseTo(5_000, within(1e-6));
        assertThat(result.lines().get(1).rowsPerSecond()).isCloseTo(10_000, within(1e-6));
        assertThat(result.lines().get(1).toFirst()).isCloseTo(2, within(1e-9));
    }

    @Test
    void its_rounds_are_shown_one_by_one() {
        assertThat(result.text()).containsPattern("4 +2 +10,000 +2\\.00 +20,000 +6,667");
    }

    @Test
    void machines_get_the_same() throws Exception {
        JsonNode json = new ObjectMapper().readTree(result.json());
        assertThat(json.at("/sinkAlone/1/instances").asInt()).isEqualTo(2);
        assertThat(json.at("/sinkAlone/1/rounds")).hasSize(2);
    }
}
