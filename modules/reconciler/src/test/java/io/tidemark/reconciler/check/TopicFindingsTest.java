package io.tidemark.reconciler.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.events.TopicNames;
import io.tidemark.events.TopicState;
import io.tidemark.model.TableName;
import io.tidemark.reconciler.check.Finding.Status;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TopicFindingsTest {

    private static final long WEEK = Duration.ofDays(7).toMillis();

    private final Map<String, TopicState> there = new HashMap<>();

    @BeforeEach
    void lay_out() {
        there.put("t.public.users", new TopicState(4, 1, 1, "compact", WEEK, 0));
        there.put("t.public.follows", new TopicState(4, 1, 1, "compact", WEEK, 0));
        there.put("t.progress", new TopicState(1, 1, 1, "compact", WEEK, 0));
        there.put("t.schemas", new TopicState(1, 1, 1, "compact", WEEK, 0));
        there.put("t.dead-letters", new TopicState(1, 1, 1, "delete", WEEK, -1));
    }

    private List<Finding> wrong() {
        return new TopicFindings(
                        new TopicNames("t"),
                        List.of(TableName.parse("public.users"), TableName.parse("public.follows")))
                .of(there).stream()
                        .filter(finding -> finding.status() != Status.OK)
                        .toList();
    }

    @Test
    void what_setup_makes_is_ok() {
        assertThat(wrong()).isEmpty();
    }

    @Test
    void topics_that_are_missing_are_named() {
        there.clear();
        assertThat(wrong())
                .extracting(Finding::detail)
                .containsExactly(
                        "Kafka has no t.public.follows, t.public.users",
                        "Kafka has no t.progress",
                        "Kafka has no t.schemas",
                        "Kafka has no t.dead-letters");
    }

    @Test
    void another_number_of_partitions_is_named() {
        there.put("t.public.users", new TopicState(3, 1, 1, "compact", WEEK, 0));
        assertThat(wrong())
                .singleElement()
                .satisfies(finding ->
                        assertThat(finding.detail()).contains("t.public.users has 3", "t.public.follows has 4"));
    }

    @Test
    void topics_that_lose_rows_or_deletes_are_named() {
        there.put("t.public.users", new TopicState(4, 1, 1, "compact,delete", WEEK, 0));
        there.put("t.public.follows", new TopicState(4, 1, 1, "compact", WEEK - 1, 0));
        assertThat(wrong()).extracting(Finding::status).containsExactly(Status.FAIL, Status.WARN);
    }

    @Test
    void a_progress_topic_of_several_partitions_and_dead_letters_that_go_are_named() {
        there.put("t.progress", new TopicState(2, 1, 1, "compact", WEEK, 0));
        there.put("t.dead-letters", new TopicState(1, 1, 1, "delete", WEEK, WEEK));
        assertThat(wrong()).extracting(Finding::what).containsExactly("progress topic", "dead-letter topic");
    }
}
