@NullMarked
package io.tidemark.reconciler.report;

import org.jspecify.annotations.NullMarked;
