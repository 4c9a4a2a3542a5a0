/** The sink against fakes of its own interfaces. */
@NullMarked
package io.tidemark.sink;

import org.jspecify.annotations.NullMarked;
