/** What differs: a key, its row and its element; and the list of them. */
@NullMarked
package io.tidemark.reconciler.drift;

import org.jspecify.annotations.NullMarked;
