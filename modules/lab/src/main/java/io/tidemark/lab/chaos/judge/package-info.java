/** What should have happened against what did: pure comparison, and the topics read for it without any code of capture or sink. */
@NullMarked
package io.tidemark.lab.chaos.judge;

import org.jspecify.annotations.NullMarked;
