package io.tidemark.events;

import io.tidemark.events.Settlement.Reason;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells which dead letters are settled, from the dead-letter topic's records in their order. Of the letters of one key the last one stands for
 * all. One that is found again, because a sink read the table's topic again, is unsettled again, unless a person has acknowledged it:
 * what was compared was another graph. Pure.
 */
final class DeadLetterStates {

    private final Map<Key, State> states = new HashMap<>();

    private record Key(String topic, int partition, ByteBuffer key) {

        static Key of(DeadLetter.Place place, byte @Nullable [] key) {
            return new Key(place.topic(), place.partition(), ByteBuffer.wrap(key == null ? new byte[0] : key));
        }
    }

    /** Offsets in the table's topic; -1 for none. */
    private static final class State {

        private long last = -1;
        private long inSync = -1;
        private long acknowledged = -1;

        boolean isUnsettled() {
            return last > Math.max(inSync, acknowledged);
        }
    }

    void add(DeadLetter letter) {
        State state = state(letter.place(), letter.key());
        state.last = Math.max(state.last, letter.place().offset());
        state.inSync = Math.min(state.inSync, letter.place().offset() - 1);
    }

    void add(Settlement settlement) {
        State state = state(settlement.place(), settlement.key());
        long offset = settlement.place().offset();
        switch (settlement.reason()) {
            case ACKNOWLEDGED -> state.acknowledged = Math.max(state.acknowledged, offset);
            case IN_SYNC -> state.inSync = Math.max(state.inSync, offset);
            case REPLACED -> {
                // follows from the letters
            }
        }
    }

    private State state(DeadLetter.Place place, byte @Nullable [] key) {
        return states.computeIfAbsent(Key.of(place, key), none -> new State());
    }

    /** Why this letter is settled; null while it is not. */
    @Nullable
    Reason reason(DeadLetter letter) {
        State state = state(letter.place(), letter.key());
        long offset = letter.place().offset();
        if (offset <= state.acknowledged) {
            return Reason.ACKNOWLEDGED;
        }
        if (offset <= state.inSync) {
            return Reason.IN_SYNC;
        }
        return offset < state.last ? Reason.REPLACED : null;
    }

    /** How many keys have an unsettled letter. */
    long unsettled() {
        return states.values().stream().filter(State::isUnsettled).count();
    }
}
