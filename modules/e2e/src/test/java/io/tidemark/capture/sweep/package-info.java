/** Tests of the sweeper that need a real broker: in its package, where its steps can be taken one by one. */
@NullMarked
package io.tidemark.capture.sweep;

import org.jspecify.annotations.NullMarked;
