package io.tidemark.capture.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.capture.resume.Position;
import io.tidemark.capture.resume.ResumePoint;
import io.tidemark.capture.resume.Source;
import io.tidemark.capture.settings.CaptureSettings;
import io.tidemark.cli.run.Apps;
import io.tidemark.cli.social.SocialDatabase;
import io.tidemark.e2e.TestPipeline;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.position.Lsn;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.RepeatedTest;

/** Two captures and one transactional id: nothing old is ever written behind what the successor wrote (I2). */
final class TakeoverIT {

    private static final Position POSITION = new Position.Streaming(new Lsn(1), Optional.empty());
    private static final ResumePoint START =
            new ResumePoint("start", new Source("1", "test", Map.of()), POSITION, Map.of());

    private static void publish(TransactionalPublisher publisher, String batch) {
        publisher.publish(START, batch, Segment.at(POSITION));
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
                publish(first, "first-1");
                assertThat(first.recover("first-1")).isPresent();
                assertThat(first.recover("first-2")).isEmpty();

                assertThat(second.takeOver().map(ResumePoint::batch)).contains("first-1");
                publish(second, "second-1");
                assertThatThrownBy(() -> first.recover("first-2"))
                        .isInstanceOfSatisfying(TidemarkException.class, e -> {
                            assertThat(e.category()).isEqualTo(Category.FATAL);
                            assertThat(e).hasMessageContaining("another capture took over");
                        });
                assertThatCode(() -> publish(second, "second-2")).doesNotThrowAnyException();
            }
        }
    }
}
