/** Looks at everything a pipeline rests on, and says what is wrong and how it is mended. */
@NullMarked
package io.tidemark.reconciler.check;

import org.jspecify.annotations.NullMarked;
