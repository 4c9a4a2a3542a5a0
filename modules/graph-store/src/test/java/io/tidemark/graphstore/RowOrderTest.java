package io.tidemark.graphstore;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.model.change.RowKey;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RowOrderTest {

    @Test
    void keys_are_ordered_by_their_columns_in_turn() {
        assertThat(sorted(RowKey.of("b", "a"), RowKey.of("a", "c"), RowKey.of("a", "b")))
                .containsExactly(RowKey.of("a", "b"), RowKey.of("a", "c"), RowKey.of("b", "a"));
    }

    @Test
    void numbers_are_ordered_as_numbers() {
        assertThat(sorted(RowKey.of(10L), RowKey.of(-1L), RowKey.of(9L)))
                .containsExactly(RowKey.of(-1L), RowKey.of(9L), RowKey.of(10L));
    }

    @Test
    void every_writer_has_the_same_order_whatever_it_read_first() {
        List<RowKey> keys = List.of(RowKey.of(2L), RowKey.of("1"), RowKey.of(true), RowKey.of("0"), RowKey.of(1L));
        List<RowKey> reversed = Stream.iterate(keys.size() - 1, index -> index - 1)
                .limit(keys.size())
                .map(keys::get)
                .toList();
        assertThat(sorted(keys.toArray(RowKey[]::new))).isEqualTo(sorted(reversed.toArray(RowKey[]::new)));
    }

    private static List<RowKey> sorted(RowKey... keys) {
        return Stream.of(keys).sorted(RowOrder.KEYS).toList();
    }
}
