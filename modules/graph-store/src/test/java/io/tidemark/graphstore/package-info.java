/** Statements held against the mapping, and what other modules' tests use to judge a graph. */
@NullMarked
package io.tidemark.graphstore;

import org.jspecify.annotations.NullMarked;
