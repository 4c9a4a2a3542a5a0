/** The {@code stack} commands: one class each over {@link io.tidemark.devstack.ProcessStack}. */
@NullMarked
package io.tidemark.cli.stack;

import org.jspecify.annotations.NullMarked;
