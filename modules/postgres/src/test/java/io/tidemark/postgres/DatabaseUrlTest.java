package io.tidemark.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DatabaseUrlTest {

    @Test
    void reads_the_url_form() {
        assertThat(DatabaseUrl.parse("postgres://app:s%40cret+1@db.example:6432/social?sslmode=require"))
                .isEqualTo(
                        new DatabaseUrl("db.example", 6432, "social", "app", "s@cret+1", Map.of("sslmode", "require")));
    }

    @Test
    void reads_the_jdbc_form() {
        assertThat(DatabaseUrl.parse("jdbc:postgresql://db/social?user=app&password=p%26w&sslmode=require"))
                .isEqualTo(new DatabaseUrl("db", 5432, "social", "app", "p&w", Map.of("sslmode", "require")));
    }

    @Test
    void writes_jdbc_without_the_secret() {
        DatabaseUrl url = DatabaseUrl.parse("postgresql://app:secret@[::1]:6432/so%20cial?sslmode=require");
        assertThat(url.jdbc()).isEqualTo("jdbc:postgresql://[::1]:6432/so%20cial?sslmode=require");
        assertThat(url.toString()).doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mysql://app:secret@db/social",
                "postgres://app:secret@/social",
                "postgres://app:secret@db",
                "postgres://db/social",
                "postgres://app:secret@db:0/social",
                "postgres://app@db:99999/social?sslpassword=secret",
                "postgres://app:sec ret@db/social",
                "secret"
            })
    void refuses_the_rest_with_the_form_and_without_the_secret(String text) {
        assertThatThrownBy(() -> DatabaseUrl.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .hasMessageContaining("postgres://user:password@host")
                .message()
                .doesNotContain("secret")
                .doesNotContain("sec ret");
    }
}
