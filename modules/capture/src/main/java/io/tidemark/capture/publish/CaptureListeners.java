package io.tidemark.capture.publish;

import io.tidemark.model.position.Filling;
import java.time.Instant;
import java.util.List;

/** Passes every event on to several listeners, in their order. */
public record CaptureListeners(List<CaptureListener> all) implements CaptureListener {

    @Override
    public void sessionStarted() {
        all.forEach(CaptureListener::sessionStarted);
    }

    @Override
    public void sessionEnded() {
        all.forEach(CaptureListener::sessionEnded);
    }

    @Override
    public void standingBy(String why) {
        all.forEach(each -> each.standingBy(why));
    }

    @Override
    public void waitingFor(String why) {
        all.forEach(each -> each.waitingFor(why));
    }

    @Override
    public void retrying(String why) {
        all.forEach(each -> each.retrying(why));
    }

    @Override
    public void filling(List<Filling> tables) {
        all.forEach(each -> each.filling(tables));
    }

    @Override
    public void rowsFilled(String topic, long rows) {
        all.forEach(each -> each.rowsFilled(topic, rows));
    }

    @Override
    public void snapshotRowRead(String topic) {
        all.forEach(each -> each.snapshotRowRead(topic));
    }

    @Override
    public void batchStarted() {
        all.forEach(CaptureListener::batchStarted);
    }

    @Override
    public void batchPublished(Segment batch) {
        all.forEach(each -> each.batchPublished(batch));
    }

    @Override
    public void sourceAnswered() {
        all.forEach(CaptureListener::sourceAnswered);
    }

    @Override
    public void sourceUnreachable(String why) {
        all.forEach(each -> each.sourceUnreachable(why));
    }

    @Override
    public void sourceClockRead(Instant now) {
        all.forEach(each -> each.sourceClockRead(now));
    }
}
