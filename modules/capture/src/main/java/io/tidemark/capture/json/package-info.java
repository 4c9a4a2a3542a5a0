/** How the capture reads and writes JSON. */
@NullMarked
package io.tidemark.capture.json;

import org.jspecify.annotations.NullMarked;
