package io.tidemark.sink;

import io.tidemark.model.change.RowChange;
import org.jspecify.annotations.Nullable;

/** What the processor needs of {@link io.tidemark.events.RowChangeDecoder}; used by one thread. */
@FunctionalInterface
interface RecordDecoder {

    RowChange decode(String topic, byte @Nullable [] key, byte @Nullable [] value);
}
