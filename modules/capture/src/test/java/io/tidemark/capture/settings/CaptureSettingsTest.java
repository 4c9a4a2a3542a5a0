package io.tidemark.capture.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CaptureSettingsTest {

    private static final String DATABASE = "postgres://postgres:secret@localhost/postgres";

    @Test
    void names_follow_from_the_prefix() {
        CaptureSettings settings = TestSettings.sample();
        assertThat(settings.slotName()).isEqualTo("tidemark");
        assertThat(settings.publicationName()).isEqualTo("tidemark");
        assertThat(settings.transactionalId()).isEqualTo("tidemark-capture");
    }

    @Test
    void a_prefix_that_is_no_slot_name_is_respelled() {
        assertThat(TestSettings.of("Social.graph-2", DATABASE).slotName()).isEqualTo("social_graph_2");
    }

    @Test
    void a_prefix_that_is_too_long_is_refused() {
        assertThatThrownBy(() -> TestSettings.of("x".repeat(64), DATABASE)).hasMessageContaining("1 to 63 characters");
    }

    @Test
    void the_password_is_not_shown() {
        assertThat(TestSettings.sample().toString()).doesNotContain("secret");
    }
}
