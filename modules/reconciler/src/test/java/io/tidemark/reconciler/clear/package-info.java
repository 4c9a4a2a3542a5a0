@NullMarked
package io.tidemark.reconciler.clear;

import org.jspecify.annotations.NullMarked;
