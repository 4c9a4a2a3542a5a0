package io.tidemark.capture.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.model.TidemarkException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ResumePointTest {

    @Test
    void comes_back_as_it_was_written() {
        ResumePoint point = ResumePoint.of("run-7", new TreeMap<>(Map.of("lsn", 42L, "snapshot", "INITIAL")));
        assertThat(ResumePoint.parse(point.toJson())).isEqualTo(point);
        assertThat(point.sourceOffset()).isEqualTo("{\"lsn\":42,\"snapshot\":\"INITIAL\"}");
    }

    @Test
    void a_later_versions_fields_are_left_alone() {
        assertThat(ResumePoint.parse("{\"batch\":\"b\",\"sourceOffset\":{\"lsn\":1},\"published\":7}")
                        .sourceOffset())
                .isEqualTo("{\"lsn\":1}");
    }

    @Test
    void anything_else_stops_the_capture() {
        assertThatThrownBy(() -> ResumePoint.parse("nonsense"))
                .isInstanceOf(TidemarkException.class)
                .hasMessageContaining("resume point");
        assertThatThrownBy(() -> ResumePoint.parse("{}")).isInstanceOf(TidemarkException.class);
    }
}
