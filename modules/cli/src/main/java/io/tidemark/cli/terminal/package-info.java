/** Who is looking on. */
@NullMarked
package io.tidemark.cli.terminal;

import org.jspecify.annotations.NullMarked;
