/** Random faults under random load. */
@NullMarked
package io.tidemark.e2e.chaos;

import org.jspecify.annotations.NullMarked;
