@NullMarked
package io.tidemark.devstack;

import org.jspecify.annotations.NullMarked;
