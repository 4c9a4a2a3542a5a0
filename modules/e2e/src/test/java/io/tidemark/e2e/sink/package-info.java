/** The sink on real servers: kills, outages, holds, dead letters, the tidemark. */
@NullMarked
package io.tidemark.e2e.sink;

import org.jspecify.annotations.NullMarked;
