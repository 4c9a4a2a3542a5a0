package io.tidemark.cli.terminal;

import static io.tidemark.cli.terminal.TextTable.Column.left;
import static io.tidemark.cli.terminal.TextTable.Column.right;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class TextTableTest {

    private final TextTable table = TextTable.of(left(7), right(7), left(0));

    @Test
    void texts_begin_and_numbers_end_under_each_other() {
        assertThat(Stream.of(table.line("table", "rows", "kept"), table.line("users", 1_234, "yes")))
                .containsExactly("table      rows kept", "users     1,234 yes");
    }

    @Test
    void a_line_ends_with_its_last_text() {
        assertThat(table.line("users", 0L, "")).isEqualTo("users         0");
        assertThat(table.line("users")).isEqualTo("users");
    }

    @Test
    void a_cell_wider_than_its_column_shifts_what_follows() {
        assertThat(table.line("followers", 1, "yes")).isEqualTo("followers       1 yes");
    }

    @Test
    void a_column_can_be_as_wide_as_its_widest_cell() {
        assertThat(TextTable.widest(Stream.of("a", "abc", ""))).isEqualTo(3);
        assertThat(TextTable.widest(Stream.empty())).isZero();
    }
}
