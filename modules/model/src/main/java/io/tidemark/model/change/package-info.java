/** What happened to one row, in the graph's terms. */
@NullMarked
package io.tidemark.model.change;

import org.jspecify.annotations.NullMarked;
