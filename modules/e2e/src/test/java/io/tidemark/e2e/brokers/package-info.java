/** Three brokers. */
@NullMarked
package io.tidemark.e2e.brokers;

import org.jspecify.annotations.NullMarked;
