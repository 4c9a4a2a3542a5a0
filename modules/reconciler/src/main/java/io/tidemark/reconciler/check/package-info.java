/** Reads everything a pipeline rests on, and says what is wrong and what to do. */
@NullMarked
package io.tidemark.reconciler.check;

import org.jspecify.annotations.NullMarked;
