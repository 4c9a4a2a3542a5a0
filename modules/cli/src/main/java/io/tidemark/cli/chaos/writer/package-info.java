/** Random transactions on the sample application's tables, from several connections at once. */
@NullMarked
package io.tidemark.cli.chaos.writer;

import org.jspecify.annotations.NullMarked;
