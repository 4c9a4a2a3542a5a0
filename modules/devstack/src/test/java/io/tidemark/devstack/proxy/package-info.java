@NullMarked
package io.tidemark.devstack.proxy;

import org.jspecify.annotations.NullMarked;
