/** Rows that are read again because somebody asked for it. */
@NullMarked
package io.tidemark.capture.refresh;

import org.jspecify.annotations.NullMarked;
