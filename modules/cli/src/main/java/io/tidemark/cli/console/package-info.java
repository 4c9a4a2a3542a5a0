/** Commands that look at the pipeline from outside. */
@NullMarked
package io.tidemark.cli.console;

import org.jspecify.annotations.NullMarked;
