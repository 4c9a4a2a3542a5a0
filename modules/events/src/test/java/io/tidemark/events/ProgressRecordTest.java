package io.tidemark.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.model.TidemarkException;
import io.tidemark.model.position.Filling;
import io.tidemark.model.position.Lsn;
import io.tidemark.model.position.Progress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgressRecordTest {

    private static final Progress PROGRESS = new Progress(
            Lsn.parse("16/B374D848"),
            Instant.parse("2026-11-21T04:00:00.123456Z"),
            Map.of("p.public.users", List.of(4L, -1L), "p.public.follows", List.of(-1L, 7L)));

    @Test
    void what_was_written_is_read() {
        assertThat(ProgressRecord.parse(ProgressRecord.value(PROGRESS))).isEqualTo(PROGRESS);
    }

    @Test
    void tables_that_are_being_filled_are_named_and_a_record_without_them_is_as_it_was() {
        Filling filling = new Filling("public.posts", 2_000, 500_000, Instant.parse("2026-11-27T04:00:00Z"));
        Progress some = new Progress(PROGRESS.lsn(), PROGRESS.committedAt(), PROGRESS.ends(), List.of(filling));
        assertThat(ProgressRecord.parse(ProgressRecord.value(some))).isEqualTo(some);
        assertThat(new String(ProgressRecord.value(PROGRESS), StandardCharsets.UTF_8))
                .doesNotContain("filling");
    }

    @Test
    void is_told_from_the_resume_point_by_its_key() {
        assertThat(ProgressRecord.isKey(ProgressRecord.key())).isTrue();
        assertThat(ProgressRecord.isKey("resume-point".getBytes(StandardCharsets.UTF_8)))
                .isFalse();
        assertThat(ProgressRecord.isKey(null)).isFalse();
    }

    @Test
    void something_else_is_refused() {
        for (String foreign :
                List.of("", "{}", "null", "[1]", "{\"lsn\":\"1/2\",\"ends\":{},\"committedAt\":\"now\"}")) {
            assertThatThrownBy(() -> ProgressRecord.parse(foreign.getBytes(StandardCharsets.UTF_8)))
                    .as(foreign)
                    .isInstanceOf(TidemarkException.class);
        }
        assertThatThrownBy(() -> ProgressRecord.parse(null)).isInstanceOf(TidemarkException.class);
    }

    @Test
    void a_null_in_the_place_of_offsets_is_refused() {
        for (String offsets : List.of("null", "[null]")) {
            String foreign =
                    "{\"lsn\":\"1/2\",\"committedAt\":\"2026-11-21T04:00:00Z\",\"ends\":{\"t\":" + offsets + "}}";
            assertThatThrownBy(() -> ProgressRecord.parse(foreign.getBytes(StandardCharsets.UTF_8)))
                    .as(foreign)
                    .isInstanceOf(TidemarkException.class);
        }
    }

    @Test
    void is_reached_when_no_partition_is_behind() {
        assertThat(PROGRESS.isReachedBy((topic, partition) -> 7)).isTrue();
        assertThat(PROGRESS.isReachedBy((topic, partition) -> partition == 1 ? 6 : 100))
                .isFalse();
        assertThat(PROGRESS.isReachedBy((topic, partition) ->
                        PROGRESS.ends().getOrDefault(topic, List.of()).get(partition)))
                .isTrue();
    }
}
