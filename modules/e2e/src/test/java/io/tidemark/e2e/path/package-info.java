/** The whole path, from a row to its element. */
@NullMarked
package io.tidemark.e2e.path;

import org.jspecify.annotations.NullMarked;
