/** Compares rows and elements under live writes, and tells drift from lag. */
@NullMarked
package io.tidemark.reconciler.verify;

import org.jspecify.annotations.NullMarked;
