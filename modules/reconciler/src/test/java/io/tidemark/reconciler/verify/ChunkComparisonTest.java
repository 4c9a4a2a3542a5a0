package io.tidemark.reconciler.verify;

import static io.tidemark.reconciler.verify.Users.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.model.change.RowKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChunkComparisonTest {

    private final List<RowKey> suspects = new ArrayList<>();
    private final ChunkComparison comparison = new ChunkComparison(rows(), suspects::add);

    private static Map<RowKey, List<@Nullable Object>> rows() {
        Map<RowKey, List<@Nullable Object>> rows = new HashMap<>();
        rows.put(key(1), List.of("alice"));
        rows.put(key(2), List.of("bob"));
        return rows;
    }

    @Test
    void elements_as_their_rows_leave_no_suspects() {
        comparison.element(key(2), true, List.of("bob"));
        comparison.element(key(1), true, List.of("alice"));
        comparison.end();
        assertThat(suspects).isEmpty();
        assertThat(comparison.elements()).isEqualTo(2);
    }

    @Test
    void a_row_whose_element_did_not_come_is_a_suspect_at_the_end() {
        comparison.element(key(1), true, List.of("alice"));
        assertThat(suspects).isEmpty();
        comparison.end();
        assertThat(suspects).containsExactly(key(2));
    }

    @Test
    void an_element_that_differs_is_a_suspect_once() {
        comparison.element(key(1), true, List.of("alicia"));
        comparison.element(key(2), true, List.of("bob"));
        comparison.end();
        assertThat(suspects).containsExactly(key(1));
    }

    @Test
    void a_mere_reference_is_a_suspect_though_its_properties_are_the_same() {
        comparison.element(key(1), false, List.of("alice"));
        assertThat(suspects).containsExactly(key(1));
    }

    @Test
    void an_element_without_a_row_is_a_suspect() {
        comparison.element(key(3), true, List.of("carol"));
        assertThat(suspects).containsExactly(key(3));
    }

    @Test
    void a_second_element_of_a_key_is_a_suspect() {
        comparison.element(key(1), true, List.of("alice"));
        comparison.element(key(1), true, List.of("alice"));
        assertThat(suspects).containsExactly(key(1));
        assertThat(comparison.elements()).isEqualTo(2);
    }
}
