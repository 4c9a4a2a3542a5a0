/** What a capture says about itself: its figures, and what it waits for. */
@NullMarked
package io.tidemark.capture.telemetry;

import org.jspecify.annotations.NullMarked;
