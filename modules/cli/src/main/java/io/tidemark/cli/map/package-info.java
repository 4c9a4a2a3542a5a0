/** {@code map}: a mapping proposed from the catalog, and a mapping shown. */
@NullMarked
package io.tidemark.cli.map;

import org.jspecify.annotations.NullMarked;
