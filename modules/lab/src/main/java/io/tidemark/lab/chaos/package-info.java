/** Random writes and random faults on a whole pipeline, judged against Postgres' own log. Start at {@link io.tidemark.lab.chaos.ChaosRun}. */
@NullMarked
package io.tidemark.lab.chaos;

import org.jspecify.annotations.NullMarked;
