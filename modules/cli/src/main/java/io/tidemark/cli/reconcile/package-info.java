/** {@code ./tidemark reconcile}: proving and repairing, by hand, from cron and from a job. */
@NullMarked
package io.tidemark.cli.reconcile;

import org.jspecify.annotations.NullMarked;
