package io.tidemark.capture.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.capture.settings.CaptureSettings;
import io.tidemark.cli.run.Apps;
import io.tidemark.cli.social.SocialDatabase;
import io.tidemark.e2e.TestPipeline;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.RepeatedTest;

/** Two captures and one transactional id: nothing old is ever written behind what the successor wrote (I2). */
final class TakeoverIT {

    private static ResumePoint point(String batch) {
        return ResumePoint.of(batch, Map.of("lsn", 1L));
    }

    /** Several times: a commit is confirmed before every reader sees it, and that must not look like a successor. */
    @RepeatedTest(3)
    void a_capture_that_comes_back_does_not_write_behind_its_successor() throws SQLException {
        try (TestPipeline pipeline = TestPipeline.open("takeover")) {
            new SocialDatabase(pipeline.settings().database()).create();
            pipeline.setup();
            CaptureSettings settings = Apps.capture(pipeline.settings());
            try (TransactionalPublisher first = new TransactionalPublisher(settings);
                    TransactionalPublisher second = new TransactionalPublisher(settings)) {
                assertThat(first.takeOver()).isEmpty();
                first.publish(List.of(), point("first-1"));
                assertThat(first.recover(point("first-1"))).isTrue();
                assertThat(first.recover(point("first-2"))).isFalse();

                assertThat(second.takeOver()).contains(point("first-1"));
                second.publish(List.of(), point("second-1"));
                assertThatThrownBy(() -> first.recover(point("first-2")))
                        .isInstanceOfSatisfying(TidemarkException.class, e -> {
                            assertThat(e.category()).isEqualTo(Category.FATAL);
                            assertThat(e).hasMessageContaining("another capture took over");
                        });
                assertThatCode(() -> second.publish(List.of(), point("second-2")))
                        .doesNotThrowAnyException();
            }
        }
    }
}
