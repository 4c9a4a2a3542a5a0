package io.tidemark.capture.publish;

import io.tidemark.capture.resume.ResumePoint;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keeps what is written in memory, and fails as often as a test asks for. */
final class WrittenSegments implements Publisher {

    final List<Segment> written = new ArrayList<>();
    private Optional<ResumePoint> last = Optional.empty();
    private int failures;
    private Category category = Category.RETRY;
    private boolean beforeWriting;

    /** The next calls fail before anything is written. */
    WrittenSegments refusing(int calls, Category why) {
        failures = calls;
        category = why;
        beforeWriting = true;
        return this;
    }

    /** The next batch is written, but its writer does not learn of it. */
    WrittenSegments losingAnAnswer() {
        failures = 1;
        beforeWriting = false;
        return this;
    }

    @Override
    public ResumePoint publish(ResumePoint from, String batch, Segment segment) {
        if (beforeWriting) {
            fail();
        }
        written.add(segment);
        ResumePoint point = new ResumePoint(batch, from.source(), segment.position(), from.ends());
        last = Optional.of(point);
        fail();
        return point;
    }

    private void fail() {
        if (failures > 0) {
            failures--;
            throw new TidemarkException(category, "Kafka is unavailable");
        }
    }

    @Override
    public Optional<ResumePoint> recover(String batch) {
        return last.filter(point -> point.batch().equals(batch));
    }
}
