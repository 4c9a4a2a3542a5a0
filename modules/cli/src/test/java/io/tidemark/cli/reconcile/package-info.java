@NullMarked
package io.tidemark.cli.reconcile;

import org.jspecify.annotations.NullMarked;
