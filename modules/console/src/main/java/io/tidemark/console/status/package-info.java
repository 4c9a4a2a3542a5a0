/** The whole pipeline at one moment. */
@NullMarked
package io.tidemark.console.status;

import org.jspecify.annotations.NullMarked;
