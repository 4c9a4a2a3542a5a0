/** The stack: four servers started and stopped together. Start reading at {@link io.tidemark.devstack.stack.ProcessStack}. */
@NullMarked
package io.tidemark.devstack.stack;

import org.jspecify.annotations.NullMarked;
