/** What every command shares: the settings' options, and whether the output is a terminal. */
@NullMarked
package io.tidemark.cli.terminal;

import org.jspecify.annotations.NullMarked;
