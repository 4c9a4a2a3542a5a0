/** Both sides' counts, and how far one is behind the other. */
@NullMarked
package io.tidemark.reconciler.stats;

import org.jspecify.annotations.NullMarked;
