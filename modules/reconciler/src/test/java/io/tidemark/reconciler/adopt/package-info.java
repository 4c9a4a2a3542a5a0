@NullMarked
package io.tidemark.reconciler.adopt;

import org.jspecify.annotations.NullMarked;
