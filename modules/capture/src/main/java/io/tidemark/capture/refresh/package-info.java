/** Rows that are read again on request. */
@NullMarked
package io.tidemark.capture.refresh;

import org.jspecify.annotations.NullMarked;
