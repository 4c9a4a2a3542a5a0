/** The capture on real servers: kills, lost positions, standby, sweeps, refresh, schema changes. */
@NullMarked
package io.tidemark.e2e.capture;

import org.jspecify.annotations.NullMarked;
