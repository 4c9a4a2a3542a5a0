/** What listens to a capture: its health, its metrics, its counters. */
@NullMarked
package io.tidemark.capture.telemetry;

import org.jspecify.annotations.NullMarked;
