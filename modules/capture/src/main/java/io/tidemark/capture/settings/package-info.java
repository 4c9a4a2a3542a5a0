/** What a capture is told. */
@NullMarked
package io.tidemark.capture.settings;

import org.jspecify.annotations.NullMarked;
