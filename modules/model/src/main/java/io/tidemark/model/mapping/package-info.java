/** Which table becomes which node or relationship. */
@NullMarked
package io.tidemark.model.mapping;

import org.jspecify.annotations.NullMarked;
