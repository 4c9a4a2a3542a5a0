/** What Postgres says of itself. */
@NullMarked
package io.tidemark.postgres;

import org.jspecify.annotations.NullMarked;
