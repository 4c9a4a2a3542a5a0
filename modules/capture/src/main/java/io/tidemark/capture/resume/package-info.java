/** Where the capture resumes after a restart, and what it must not publish again. */
@NullMarked
package io.tidemark.capture.resume;

import org.jspecify.annotations.NullMarked;
