/** Takes over a graph that something else has filled. */
@NullMarked
package io.tidemark.reconciler.adopt;

import org.jspecify.annotations.NullMarked;
