@NullMarked
package io.tidemark.reconciler.verify;

import org.jspecify.annotations.NullMarked;
