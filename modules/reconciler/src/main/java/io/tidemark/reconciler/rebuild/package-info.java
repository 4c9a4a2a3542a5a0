/** Empties a graph, and has it filled again from the topics. */
@NullMarked
package io.tidemark.reconciler.rebuild;

import org.jspecify.annotations.NullMarked;
