/** What a captured record is, and how a batch of them becomes one Kafka transaction. */
@NullMarked
package io.tidemark.capture.publish;

import org.jspecify.annotations.NullMarked;
