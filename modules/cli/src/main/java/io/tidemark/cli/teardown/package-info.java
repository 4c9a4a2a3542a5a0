/** Takes away what a pipeline has made. */
@NullMarked
package io.tidemark.cli.teardown;

import org.jspecify.annotations.NullMarked;
