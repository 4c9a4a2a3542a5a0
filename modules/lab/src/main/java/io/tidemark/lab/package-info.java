/** The laboratory: demo, benchmark, chaos and servers to play with. Joins the launcher through {@link io.tidemark.cli.CommandProvider}. */
@NullMarked
package io.tidemark.lab;

import org.jspecify.annotations.NullMarked;
