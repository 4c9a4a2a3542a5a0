/** The records that could not be applied, shown. */
@NullMarked
package io.tidemark.cli.deadletters;

import org.jspecify.annotations.NullMarked;
