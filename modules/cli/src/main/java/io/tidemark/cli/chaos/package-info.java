/** Random writes and random faults on a whole pipeline, judged against Postgres' own log. Start at {@link io.tidemark.cli.chaos.ChaosRun}. */
@NullMarked
package io.tidemark.cli.chaos;

import org.jspecify.annotations.NullMarked;
