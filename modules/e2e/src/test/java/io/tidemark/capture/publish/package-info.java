/** Tests of the publisher that need a real broker: in its package, where its steps can be taken one by one. */
@NullMarked
package io.tidemark.capture.publish;

import org.jspecify.annotations.NullMarked;
