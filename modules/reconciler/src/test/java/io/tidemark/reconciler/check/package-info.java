@NullMarked
package io.tidemark.reconciler.check;

import org.jspecify.annotations.NullMarked;
