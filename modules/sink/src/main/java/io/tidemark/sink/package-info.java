/**
 * Kafka topics to the graph. Start reading at {@link io.tidemark.sink.SinkApp}; the work is done in {@link
 * io.tidemark.sink.SinkProcessor}, and where it starts to read in {@link io.tidemark.sink.GraphFirstConsumer}.
 */
@NullMarked
package io.tidemark.sink;

import org.jspecify.annotations.NullMarked;
