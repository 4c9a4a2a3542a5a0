package io.tidemark.reconciler.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.model.TableName;
import java.util.List;
import org.junit.jupiter.api.Test;

class RefreshRequestsTest {

    private static final TableName FOLLOWS = TableName.parse("public.follows");

    @Test
    void keys_are_lists_of_texts() {
        assertThat(RefreshRequests.keysMessage(FOLLOWS, List.of(List.of("1", "2"), List.of("3", "a \"b\"\n"))))
                .isEqualTo("{\"table\":\"public.follows\",\"keys\":[[\"1\",\"2\"],[\"3\",\"a \\\"b\\\"\\n\"]]}");
    }

    /** Postgres writes a message to the log in the database's encoding, which the reader of the log is not told. */
    @Test
    void a_message_is_ascii() {
        assertThat(RefreshRequests.keysMessage(FOLLOWS, List.of(List.of("é", "漢\uD83D\uDE00"))))
                .isEqualTo("{\"table\":\"public.follows\",\"keys\":[[\"\\u00E9\",\"\\u6F22\\uD83D\\uDE00\"]]}");
        assertThat(RefreshRequests.rangeMessage(FOLLOWS, List.of("é"), List.of()))
                .contains("\\u00E9");
    }

    @Test
    void an_open_end_of_a_range_is_left_out() {
        assertThat(RefreshRequests.rangeMessage(FOLLOWS, List.of(), List.of("3", "4")))
                .isEqualTo("{\"table\":\"public.follows\",\"to\":[\"3\",\"4\"]}");
        assertThat(RefreshRequests.rangeMessage(FOLLOWS, List.of("3", "4"), List.of()))
                .isEqualTo("{\"table\":\"public.follows\",\"from\":[\"3\",\"4\"]}");
        assertThat(RefreshRequests.rangeMessage(FOLLOWS, List.of(), List.of()))
                .isEqualTo("{\"table\":\"public.follows\"}");
    }
}
