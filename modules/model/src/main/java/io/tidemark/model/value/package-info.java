/** Which column types have a counterpart in the graph, and the values that need one of their own. */
@NullMarked
package io.tidemark.model.value;

import org.jspecify.annotations.NullMarked;
