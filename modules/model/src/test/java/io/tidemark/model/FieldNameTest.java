package io.tidemark.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FieldNameTest {

    private static final String[] PIECES = {
        "a", "x", "_", "_x", "_x0020_", "0", "9", " ", "-", ".", "\"", "$", "é", "и", "😀", "Z"
    };

    @ParameterizedTest
    @ValueSource(strings = {"id", "_", "created_at", "UserName", "a_x0020_b", "_x", "x2"})
    void a_name_that_avro_takes_is_kept(String column) {
        assertThat(FieldName.of(column)).isEqualTo(column);
    }

    @ParameterizedTest
    @CsvSource({
        "two words, two_x0020_words",
        "e-mail, e_x002D_mail",
        "2fa, _x0032_fa",
        "a.b$c, a_x002E_b_x0024_c",
        "имя, _x0438__x043C__x044F_",
        "😀, _x1F600_",
        "a_x0020_b c, a_x005F_x0020_b_x0020_c"
    })
    void any_other_is_spelled_by_code_points(String column, String field) {
        assertThat(FieldName.of(column)).isEqualTo(field);
    }

    @Test
    void names_that_are_not_kept_never_meet() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<String, String> columns = new HashMap<>();
        for (int i = 0; i < 50_000; i++) {
            StringBuilder column = new StringBuilder();
            for (int length = 1 + random.nextInt(6); length > 0; length--) {
                column.append(PIECES[random.nextInt(PIECES.length)]);
            }
            String name = column.toString();
            String field = FieldName.of(name);
            assertThat(FieldName.isKept(field))
                    .as("%s of %s, seed %d", field, name, seed)
                    .isTrue();
            if (!FieldName.isKept(name)) {
                String other = columns.putIfAbsent(field, name);
                assertThat(other == null || other.equals(name))
                        .as("%s of %s and %s, seed %d", field, name, other, seed)
                        .isTrue();
            }
        }
    }
}
