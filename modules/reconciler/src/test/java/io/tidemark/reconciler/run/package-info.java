@NullMarked
package io.tidemark.reconciler.run;

import org.jspecify.annotations.NullMarked;
