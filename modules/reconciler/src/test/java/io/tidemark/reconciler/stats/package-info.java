@NullMarked
package io.tidemark.reconciler.stats;

import org.jspecify.annotations.NullMarked;
