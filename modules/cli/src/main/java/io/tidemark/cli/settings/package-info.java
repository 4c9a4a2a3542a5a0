/** Settings: environment, file and flags, each value with its origin. */
@NullMarked
package io.tidemark.cli.settings;

import org.jspecify.annotations.NullMarked;
