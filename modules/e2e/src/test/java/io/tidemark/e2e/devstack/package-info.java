/** The devstack itself. */
@NullMarked
package io.tidemark.e2e.devstack;

import org.jspecify.annotations.NullMarked;
