package io.tidemark.sink;

import io.tidemark.graphstore.Sighting;
import java.util.ArrayList;
import java.util.List;

/**
 * Progress that was read and not reached yet, in the order of the topic. Bounded: when it is full, every second record
 * goes, so that the tidemark moves in larger steps while the graph is far behind; the newest always stays. One thread.
 */
final class PendingProgress {

    static final int MOST = 256;

    private final List<Sighting> sightings = new ArrayList<>();

    void add(Sighting sighting) {
        if (sightings.size() >= MOST) {
            thinOut();
        }
        sightings.add(sighting);
    }

    private void thinOut() {
        List<Sighting> kept = new ArrayList<>();
        for (int index = 1; index < sightings.size(); index += 2) {
            kept.add(sightings.get(index));
        }
        sightings.clear();
        sightings.addAll(kept);
    }

    /** This and everything read before it is behind us. */
    void reached(Sighting sighting) {
        sightings.removeIf(pending -> pending.read().offset() <= sighting.read().offset());
    }

    boolean isEmpty() {
        return sightings.isEmpty();
    }

    List<Sighting> inOrder() {
        return List.copyOf(sightings);
    }

    void clear() {
        sightings.clear();
    }
}
