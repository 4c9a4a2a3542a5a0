/** How far: in Postgres' log, and in a topic partition. */
@NullMarked
package io.tidemark.model.position;

import org.jspecify.annotations.NullMarked;
