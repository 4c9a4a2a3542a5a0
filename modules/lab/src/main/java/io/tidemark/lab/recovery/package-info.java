/** How long the pipeline takes to be current again. Start reading at {@link io.tidemark.lab.recovery.RecoveryRun}. */
@NullMarked
package io.tidemark.lab.recovery;

import org.jspecify.annotations.NullMarked;
