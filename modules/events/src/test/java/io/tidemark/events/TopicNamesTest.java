package io.tidemark.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.model.TableName;
import org.junit.jupiter.api.Test;

final class TopicNamesTest {

    private final TopicNames names = new TopicNames("tide");

    @Test
    void a_table_and_its_topic_find_each_other() {
        assertThat(names.table(TableName.parse("follows"))).isEqualTo("tide.public.follows");
        assertThat(names.tableOf("tide.public.follows")).contains(TableName.parse("public.follows"));
    }

    @Test
    void other_topics_mirror_no_table() {
        assertThat(names.tableOf(names.progress())).isEmpty();
        assertThat(names.tableOf(names.deadLetters())).isEmpty();
        assertThat(names.tableOf("other.public.follows")).isEmpty();
    }
}
