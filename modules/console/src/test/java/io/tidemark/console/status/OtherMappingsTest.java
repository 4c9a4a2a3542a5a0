package io.tidemark.console.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.console.status.PipelineStatus.Health;
import io.tidemark.console.status.PipelineStatus.Part;
import io.tidemark.console.status.PipelineStatus.Problem;
import io.tidemark.model.TableName;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.model.mapping.NodeMapping;
import io.tidemark.model.position.Lsn;
import io.tidemark.model.position.Progress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class OtherMappingsTest {

    private static final Mapping READ = mapping("people", "posts");

    private static Mapping mapping(String... tables) {
        return new Mapping(
                Stream.of(tables)
                        .map(table -> new NodeMapping(TableName.parse(table), "L_" + table, "id", List.of(), null))
                        .toList(),
                List.of());
    }

    private static Progress progress(long lsn, String... topics) {
        Map<String, List<Long>> ends =
                Stream.of(topics).collect(java.util.stream.Collectors.toMap(topic -> topic, topic -> List.of(1L)));
        return new Progress(new Lsn(lsn), Instant.EPOCH, ends);
    }

    @Test
    void a_capture_and_a_sink_with_another_mapping_are_named_with_the_difference() {
        List<Problem> problems =
                OtherMappings.of("p", READ, progress(9, "p.public.people", "p.public.teams"), mapping("people"));
        assertThat(problems).extracting(Problem::part).containsExactly(Part.CAPTURE, Part.SINK);
        assertThat(problems).extracting(Problem::severity).containsOnly(Health.WARNING);
        assertThat(problems.get(0).text())
                .contains("table public.posts is new", "the table of topic p.public.teams was taken out");
        assertThat(problems.get(1).text()).contains("table public.posts is new");
    }

    @Test
    void what_is_the_same_or_not_known_is_not_named() {
        assertThat(OtherMappings.of("p", READ, progress(9, "p.public.people", "p.public.posts"), READ))
                .isEmpty();
        assertThat(OtherMappings.of("p", READ, null, null)).isEmpty();
        assertThat(OtherMappings.of("p", null, progress(9), mapping("people"))).isEmpty();
        assertThat(OtherMappings.of("p", READ, progress(0), READ))
                .as("a snapshot is being taken")
                .isEmpty();
    }
}
