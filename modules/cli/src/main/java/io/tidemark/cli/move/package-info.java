/** Moves a pipeline to another prefix. */
@NullMarked
package io.tidemark.cli.move;

import org.jspecify.annotations.NullMarked;
