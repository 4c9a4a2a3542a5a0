/** Having the capture re-read what drifted, and proving that it helped. */
@NullMarked
package io.tidemark.reconciler.repair;

import org.jspecify.annotations.NullMarked;
