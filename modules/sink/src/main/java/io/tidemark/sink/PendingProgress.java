package io.tidemark.sink;

import io.tidemark.graphstore.ReadProgress;
import java.util.ArrayList;
import java.util.List;

/**
 * Progress that was read and not reached yet, in the order of the topic. Bounded: when it is full, every second record
 * goes, so that the tidemark moves in larger steps while the graph is far behind; the newest always stays. One thread.
 */
final class PendingProgress {

    static final int MOST = 256;

    private final List<ReadProgress> pending = new ArrayList<>();

    void add(ReadProgress read) {
        if (pending.size() >= MOST) {
            thinOut();
        }
        pending.add(read);
    }

    private void thinOut() {
        List<ReadProgress> kept = new ArrayList<>();
        for (int index = 1; index < pending.size(); index += 2) {
            kept.add(pending.get(index));
        }
        pending.clear();
        pending.addAll(kept);
    }

    /** This and everything read before it is behind us. */
    void reached(ReadProgress read) {
        pending.removeIf(
                waiting -> waiting.watermark().offset() <= read.watermark().offset());
    }

    boolean isEmpty() {
        return pending.isEmpty();
    }

    List<ReadProgress> inOrder() {
        return List.copyOf(pending);
    }

    void clear() {
        pending.clear();
    }
}
