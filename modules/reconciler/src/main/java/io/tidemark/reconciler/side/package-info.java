/** Both ends, opened: rows on one side, elements on the other. */
@NullMarked
package io.tidemark.reconciler.side;

import org.jspecify.annotations.NullMarked;
