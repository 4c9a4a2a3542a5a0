@NullMarked
package io.tidemark.e2e.reconcile;

import org.jspecify.annotations.NullMarked;
