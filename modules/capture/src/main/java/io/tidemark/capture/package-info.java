/** Postgres' log to Kafka topics. Start reading at {@link io.tidemark.capture.CaptureApp}. */
@NullMarked
package io.tidemark.capture;

import org.jspecify.annotations.NullMarked;
