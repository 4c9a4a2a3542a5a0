/** The demo: the whole path on a devstack, shown or checked. */
@NullMarked
package io.tidemark.lab.demo;

import org.jspecify.annotations.NullMarked;
