/** One launcher over the apps: commands, one line per failure, exit codes. */
@NullMarked
package io.tidemark.cli;

import org.jspecify.annotations.NullMarked;
