/** Column values that Debezium would bend, carried exactly. */
@NullMarked
package io.tidemark.capture.column;

import org.jspecify.annotations.NullMarked;
