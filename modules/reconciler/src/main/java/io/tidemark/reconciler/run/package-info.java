/** How long work behaves: its pace, its checkpoints, its end. */
@NullMarked
package io.tidemark.reconciler.run;

import org.jspecify.annotations.NullMarked;
