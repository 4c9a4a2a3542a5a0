/** Numbers as people read them. */
@NullMarked
package io.tidemark.model.amount;

import org.jspecify.annotations.NullMarked;
