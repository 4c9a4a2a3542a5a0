/** The Kafka contract between capture and sink: topic names, wire format, registry. */
@NullMarked
package io.tidemark.events;

import org.jspecify.annotations.NullMarked;
