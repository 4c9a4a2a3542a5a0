/** What the tables of a schema have to do with each other, for a mapping to start from. */
@NullMarked
package io.tidemark.postgres.shape;

import org.jspecify.annotations.NullMarked;
