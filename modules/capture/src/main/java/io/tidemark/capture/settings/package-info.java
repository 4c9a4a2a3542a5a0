/** The settings of a capture. */
@NullMarked
package io.tidemark.capture.settings;

import org.jspecify.annotations.NullMarked;
