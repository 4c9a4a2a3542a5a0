/** The console's page in a real browser. */
@NullMarked
package io.tidemark.e2e.browser;

import org.jspecify.annotations.NullMarked;
