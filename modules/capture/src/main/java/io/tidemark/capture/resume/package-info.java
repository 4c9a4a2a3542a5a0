/** Where the capture goes on after a restart, and what it must not publish again. */
@NullMarked
package io.tidemark.capture.resume;

import org.jspecify.annotations.NullMarked;
