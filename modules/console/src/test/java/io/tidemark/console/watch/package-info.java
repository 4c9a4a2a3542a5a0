@NullMarked
package io.tidemark.console.watch;

import org.jspecify.annotations.NullMarked;
