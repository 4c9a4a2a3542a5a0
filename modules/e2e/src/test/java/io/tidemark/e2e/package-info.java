/** The whole path on real servers, which all tests of a run share. */
@NullMarked
package io.tidemark.e2e;

import org.jspecify.annotations.NullMarked;
