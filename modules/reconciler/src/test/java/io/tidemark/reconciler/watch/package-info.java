@NullMarked
package io.tidemark.reconciler.watch;

import org.jspecify.annotations.NullMarked;
