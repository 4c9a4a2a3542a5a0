/** Random transactions on the sample application's tables, from several connections at once. */
@NullMarked
package io.tidemark.lab.chaos.writer;

import org.jspecify.annotations.NullMarked;
