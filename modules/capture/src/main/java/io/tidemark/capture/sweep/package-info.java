/** Deletes from a topic the keys that Postgres no longer has. */
@NullMarked
package io.tidemark.capture.sweep;

import org.jspecify.annotations.NullMarked;
