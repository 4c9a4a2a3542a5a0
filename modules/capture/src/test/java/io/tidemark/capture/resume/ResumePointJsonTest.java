package io.tidemark.capture.resume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.model.TidemarkException;
import io.tidemark.model.position.Lsn;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResumePointJsonTest {

    private static final Lsn LSN = Lsn.parse("16/B374D848");
    private static final Source SOURCE = new Source("7123", "app", Map.of("public.follows", "16390.16410.16412"));
    private static final Map<String, List<Long>> ENDS = Map.of("p.public.users", List.of(4L, -1L));

    static List<Position> positions() {
        return List.of(
                new Position.Snapshot(Map.of("p.public.users", List.of(5L, 0L))),
                new Position.Streaming(LSN, Optional.empty()),
                new Position.Streaming(LSN, Optional.of(new Position.Unfinished(4_294_967_295L, 12))));
    }

    @ParameterizedTest
    @MethodSource("positions")
    void comes_back_as_it_was_written(Position position) {
        ResumePoint point = new ResumePoint("session-7", SOURCE, position, ENDS, Map.of("p.public.users", 7));
        ResumePoint read = ResumePointJson.parse(ResumePointJson.write(point));
        assertThat(read.batch()).isEqualTo("session-7");
        assertThat(read.source()).isEqualTo(SOURCE);
        assertThat(read.position()).isEqualTo(position);
        assertThat(read.ends()).isEqualTo(ENDS);
        assertThat(read.keySchemas()).isEqualTo(Map.of("p.public.users", 7));
    }

    /** Earlier versions wrote it so, and later ones must read what lies in a topic. */
    @Test
    void its_form_stays() {
        assertThat(ResumePointJson.write(
                        new ResumePoint("b", SOURCE, positions().get(0), ENDS)))
                .isEqualTo(json("'snapshot':{'sweepBelow':{'p.public.users':[5,0]}}"));
        assertThat(ResumePointJson.write(
                        new ResumePoint("b", SOURCE, positions().get(1), ENDS)))
                .isEqualTo(json("'streaming':{'lsn':'16/B374D848'}"));
        assertThat(ResumePointJson.write(
                        new ResumePoint("b", SOURCE, positions().get(2), ENDS)))
                .isEqualTo(json("'streaming':{'lsn':'16/B374D848','transactionId':4294967295,'published':12}"));
    }

    /** Version 0.1 compares the ids as a whole: so it can continue from what this version wrote. */
    @Test
    void what_a_later_version_knows_of_a_table_is_apart_from_its_ids() {
        Source source = new Source("7123", "app", Map.of("public.follows", "16390.16410.16412/790.791/16393:750"), 1);
        String json =
                ResumePointJson.write(new ResumePoint("b", source, positions().get(1), ENDS));
        assertThat(json)
                .contains("\"tables\":{\"public.follows\":\"16390.16410.16412\"}")
                .contains("\"written\":{\"public.follows\":\"790.791/16393:750\"}");
        assertThat(ResumePointJson.parse(json).source()).isEqualTo(source);
    }

    @Test
    void partitions_are_read_back_and_without_them_nothing_is_written() {
        Source source = new Source("7123", "app", Map.of("public.posts", "1.2.3"), 1);
        Position position = positions().get(1);
        assertThat(ResumePointJson.write(new ResumePoint("b", source, position, ENDS)))
                .doesNotContain("partitions");
        Source partitioned = source.withPartitions("public.posts", "16400.16400.780");
        assertThat(ResumePointJson.parse(ResumePointJson.write(new ResumePoint("b", partitioned, position, ENDS)))
                        .source())
                .isEqualTo(partitioned);
    }

    @Test
    void a_capture_that_resumes_compares_with_the_partitions_of_the_time_when_it_stopped() {
        Source now = new Source("7123", "app", Map.of())
                .withPartitions("public.posts", "2.2.9")
                .withPartitions("public.new", "3.3.9")
                .withPartitions("public.plain", "5.5.9");
        Source then = new Source("7123", "app", Map.of("public.posts", "1.2.3", "public.plain", "4.5.6"))
                .withPartitions("public.posts", "1.1.8")
                .withPartitions("public.gone", "4.4.8");
        assertThat(now.withPartitionsOf(then).partitions())
                .isEqualTo(Map.of("public.posts", "1.1.8", "public.new", "3.3.9", "public.plain", ""));
    }

    @Test
    void a_table_that_is_being_filled_is_new_to_a_version_that_does_not_fill() {
        Source source = new Source("7123", "app", Map.of("public.follows", "1.2.3/4", "public.posts", "5.6.7/8"));
        Fill fill = new Fill(900, List.of("17"), 17, 500_000, List.of(0L, 3L), 1_795_000_000_000L);
        ResumePoint point = new ResumePoint("b", source, positions().get(1), ENDS).with("public.posts", fill);

        String json = ResumePointJson.write(point);
        ResumePoint read = ResumePointJson.parse(json);

        assertThat(read.source()).isEqualTo(source);
        assertThat(read.fills()).isEqualTo(Map.of("public.posts", fill));
        assertThat(ResumePointJson.parse(json.replace("\"fills\"", "\"later\""))
                        .source()
                        .tables())
                .isEqualTo(Map.of("public.follows", "1.2.3/4"));
        assertThat(ResumePointJson.write(read.filled("public.posts"))).doesNotContain("fills");
    }

    private static String json(String position) {
        return ("{'batch':'b','source':{'systemIdentifier':'7123','database':'app','tables':"
                        + "{'public.follows':'16390.16410.16412'}}," + position + ",'ends':{'p.public.users':[4,-1]}}")
                .replace('\'', '"');
    }

    @ParameterizedTest
    @ValueSource(strings = {"batch", "source", "database", "tables", "streaming", "lsn", "ends"})
    void a_part_that_is_missing_stops_the_capture(String part) {
        String whole = json("'streaming':{'lsn':'16/B374D848'}");
        assertThat(ResumePointJson.parse(whole).position())
                .isEqualTo(positions().get(1));
        assertThatThrownBy(() -> ResumePointJson.parse(whole.replace('"' + part + '"', "\"other\"")))
                .isInstanceOf(TidemarkException.class)
                .hasMessageContaining("--resnapshot");
    }

    @Test
    void a_later_versions_fields_are_left_alone() {
        String json = ResumePointJson.write(
                new ResumePoint("b", SOURCE, new Position.Streaming(LSN, Optional.empty()), ENDS));
        assertThat(ResumePointJson.parse(json.replaceFirst("\\{", "{\"later\":[1],"))
                        .position())
                .isEqualTo(new Position.Streaming(LSN, Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[null,-1]"})
    void a_null_in_the_place_of_offsets_stops_the_capture(String offsets) {
        String whole = json("'streaming':{'lsn':'16/B374D848'}");
        assertThatThrownBy(() -> ResumePointJson.parse(whole.replace("[4,-1]", offsets)))
                .isInstanceOf(TidemarkException.class)
                .hasMessageContaining("--resnapshot");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "{}", "null", "{\"batch\":\"b\",\"sourceOffset\":{\"lsn\":1}}"})
    void anything_else_stops_the_capture(String foreign) {
        assertThatThrownBy(() -> ResumePointJson.parse(foreign))
                .isInstanceOf(TidemarkException.class)
                .hasMessageContaining("resume point")
                .hasMessageContaining("--resnapshot");
    }
}
