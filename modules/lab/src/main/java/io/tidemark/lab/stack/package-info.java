/** The {@code stack} commands: one class each over {@link io.tidemark.devstack.stack.ProcessStack}. */
@NullMarked
package io.tidemark.lab.stack;

import org.jspecify.annotations.NullMarked;
