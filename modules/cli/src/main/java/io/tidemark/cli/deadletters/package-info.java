/** The records that could not be applied: shown, acknowledged, sent again. */
@NullMarked
package io.tidemark.cli.deadletters;

import org.jspecify.annotations.NullMarked;
