@NullMarked
package io.tidemark.console.status;

import org.jspecify.annotations.NullMarked;
