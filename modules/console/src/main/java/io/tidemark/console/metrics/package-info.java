/** The pipeline as metrics. */
@NullMarked
package io.tidemark.console.metrics;

import org.jspecify.annotations.NullMarked;
