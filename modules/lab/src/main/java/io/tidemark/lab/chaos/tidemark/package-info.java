/** Whether the graph's tidemark ever promised what was not there. */
@NullMarked
package io.tidemark.lab.chaos.tidemark;

import org.jspecify.annotations.NullMarked;
