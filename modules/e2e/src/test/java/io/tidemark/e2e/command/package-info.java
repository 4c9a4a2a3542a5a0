/** The product's commands as processes: bad input, unreachable servers, exit codes, secrets. */
@NullMarked
package io.tidemark.e2e.command;

import org.jspecify.annotations.NullMarked;
