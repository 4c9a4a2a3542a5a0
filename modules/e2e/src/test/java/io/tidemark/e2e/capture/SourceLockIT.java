package io.tidemark.e2e.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.capture.engine.SourceLock;
import io.tidemark.capture.settings.CaptureSettings;
import io.tidemark.e2e.fixture.TestPipeline;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** A second capture stands by, also while the first takes its snapshot and the slot shows no holder. */
final class SourceLockIT {

    @Test
    void one_capture_at_a_time_and_the_next_when_it_has_ended() throws SQLException {
        try (TestPipeline pipeline = TestPipeline.open("lock");
                TestPipeline other = TestPipeline.open("lock")) {
            CaptureSettings settings = pipeline.settings().capture();
            try (SourceLock first = SourceLock.take(settings, 0)) {
                assertThat(first).isNotNull();
                assertThatThrownBy(() -> SourceLock.take(settings, 0))
                        .isInstanceOfSatisfying(TidemarkException.class, e -> {
                            assertThat(e.category()).isEqualTo(Category.RETRY);
                            assertThat(e).hasMessageContaining("standing by");
                        });
                assertThatCode(() ->
                                SourceLock.take(other.settings().capture(), 0).close())
                        .doesNotThrowAnyException();
            }
            assertThatCode(() -> SourceLock.take(settings, 0).close()).doesNotThrowAnyException();
        }
    }
}
